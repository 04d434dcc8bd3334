package dev.orlop.cli.command;

import dev.orlop.appview.app.SharedCache;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.redis.RedisException;
import dev.orlop.atproto.redis.RedisInfo;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code orlop appview cache status}. */
@Command(
    name = "status",
    description = "Show which cache AppViews use, and what is in it.",
    footer = {
      "",
      "Memory, hits and misses are those of the server, since its start.",
      "JSON: shared, address?, server?, usedBytes?, maxBytes? (0: no limit), whenFull?, hits?,",
      "misses?, entries?: {kind: number}; ownMaxBytes: what each AppView may remember by itself."
    })
public final class AppViewCacheStatusCommand extends PrintingCommand {
  /** The command in {@code console}. */
  public AppViewCacheStatusCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    AppViewConfig config = AppViewConfig.read(console.workingDirectory(), console.environment());
    Optional<SharedCache> shared = SharedCache.of(config);
    if (shared.isEmpty()) {
      printer().table(() -> alone(config), () -> json(config).put("shared", false));
      return ExitCode.OK;
    }
    try (SharedCache cache = shared.get()) {
      RedisInfo info = cache.info();
      Map<String, Long> entries = cache.entries();
      printer().table(() -> table(cache, info, entries), () -> json(config, cache, info, entries));
      return ExitCode.OK;
    } catch (RedisException e) {
      throw outOfReach(e);
    }
  }

  /** What is said when the cache cannot be asked. */
  static CommandFailure outOfReach(RedisException e) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE,
        "cannot ask the shared cache",
        String.valueOf(e.getMessage()),
        "AppViews go on without it; check ORLOP_APPVIEW_CACHE and its server");
  }

  private static Table alone(AppViewConfig config) {
    return Table.of("WHAT", "VALUE")
        .row("cache", "in the memory of each AppView; a restart empties it")
        .row("memory", "at most " + Bytes.text(config.cacheBytes()));
  }

  private static Table table(SharedCache cache, RedisInfo info, Map<String, Long> entries) {
    long asked = info.hits() + info.misses();
    String limit = info.maxBytes() == 0 ? "no limit" : "of " + Bytes.text(info.maxBytes());
    Table table =
        Table.of("WHAT", "VALUE")
            .row("cache", cache.address())
            .row("server", info.server())
            .row(
                "memory",
                "%s, %s, %s".formatted(Bytes.text(info.usedBytes()), limit, info.whenFull()))
            .row("hits", asked == 0 ? "-" : "%d of %d".formatted(info.hits(), asked));
    entries.forEach((kind, number) -> table.row("entries " + kind, Long.toString(number)));
    return table.row(
        "entries", Long.toString(entries.values().stream().mapToLong(Long::longValue).sum()));
  }

  private static Json.Obj json(AppViewConfig config) {
    return Json.object().put("ownMaxBytes", config.cacheBytes());
  }

  private static Json json(
      AppViewConfig config, SharedCache cache, RedisInfo info, Map<String, Long> entries) {
    Json.Obj byKind = Json.object();
    entries.forEach(byKind::put);
    return json(config)
        .put("shared", true)
        .put("address", cache.address())
        .put("server", info.server())
        .put("usedBytes", info.usedBytes())
        .put("maxBytes", info.maxBytes())
        .put("whenFull", info.whenFull())
        .put("hits", info.hits())
        .put("misses", info.misses())
        .put("entries", byKind);
  }
}
