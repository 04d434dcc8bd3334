package dev.orlop.hold.gc;

import dev.orlop.atproto.syntax.Tid;
import java.time.Instant;
import java.util.Locale;

/**
 * What a run is, from its beginning on.
 *
 * @param id of the run and its receipt
 */
record RunHead(Tid id, GcAction action, GcCause cause, Instant began) {
  String line() {
    return "run %s %s %s %d\n"
        .formatted(id, action.wireName(), cause.wireName(), began.toEpochMilli());
  }

  static RunHead of(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 5 || !parts[0].equals("run")) {
      throw new IllegalArgumentException("no run: " + line);
    }
    return new RunHead(
        Tid.parse(parts[1]),
        GcAction.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        GcCause.valueOf(parts[3].toUpperCase(Locale.ROOT)),
        Instant.ofEpochMilli(Long.parseLong(parts[4])));
  }
}
