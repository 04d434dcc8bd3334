package dev.orlop.atproto.redis;

import java.util.HashMap;
import java.util.Map;

/**
 * What a server says of itself, with everything that is in it, whoever put it there.
 *
 * @param server its name and version
 * @param usedBytes the memory that it uses
 * @param maxBytes the most that it may use; 0 for as much as there is
 * @param whenFull what it does then: {@code noeviction}, {@code allkeys-lru} and so on
 * @param hits how many times since its start something was asked for and there
 * @param misses how many times it was not there
 */
public record RedisInfo(
    String server, long usedBytes, long maxBytes, String whenFull, long hits, long misses) {
  /** Reads lines of {@code name:value}; what is missing is 0, or empty. */
  public static RedisInfo parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    String server =
        values.containsKey("valkey_version")
            ? "Valkey " + values.get("valkey_version")
            : "Redis " + values.getOrDefault("redis_version", "");
    return new RedisInfo(
        server.strip(),
        number(values, "used_memory"),
        number(values, "maxmemory"),
        values.getOrDefault("maxmemory_policy", ""),
        number(values, "keyspace_hits"),
        number(values, "keyspace_misses"));
  }

  private static long number(Map<String, String> values, String name) {
    String digits = values.getOrDefault(name, "");
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }
}
