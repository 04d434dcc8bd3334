package dev.orlop.cli.command;

import dev.orlop.appview.app.NameLookup;
import dev.orlop.appview.app.SharedCache;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.redis.RedisException;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop appview cache clear}. */
@Command(
    name = "clear",
    description = "Drop what AppViews remember, all of it or what is about one account or hold.",
    footer = {
      "",
      "AppViews that run take notice at once. Only a cache that is shared can be cleared from",
      "here; one in the memory of an AppView is empty after a restart.",
      "JSON: cleared: number of entries."
    })
public final class AppViewCacheClearCommand extends PrintingCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A handle, or the DID of an account or a hold (default: everything).")
  private String name = "";

  /** The command in {@code console}. */
  public AppViewCacheClearCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    AppViewConfig config = AppViewConfig.read(console.workingDirectory(), console.environment());
    Set<AtIdentifier> about = name.isEmpty() ? Set.of() : names(config, AtIdentifier.parse(name));
    Optional<SharedCache> shared = SharedCache.of(config);
    if (shared.isEmpty()) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          "no cache to clear from here",
          "each AppView remembers by itself, in its memory",
          "restart it, or name a shared cache in ORLOP_APPVIEW_CACHE");
    }
    try (SharedCache cache = shared.get()) {
      long cleared = name.isEmpty() ? cache.clear() : cache.clear(about);
      printer()
          .lines(
              () -> List.of("%d entries dropped".formatted(cleared)),
              () -> Json.object().put("cleared", cleared));
      return ExitCode.OK;
    } catch (RedisException e) {
      throw AppViewCacheStatusCommand.outOfReach(e);
    }
  }

  /** What is kept of an account is kept under its DID and its handle; so both are looked up. */
  private static Set<AtIdentifier> names(AppViewConfig config, AtIdentifier given) {
    Set<AtIdentifier> names = new LinkedHashSet<>(Set.of(given));
    new NameLookup(config, InstantSource.system())
        .account(given)
        .found()
        .ifPresent(
            account -> {
              names.add(account.did());
              names.add(account.handle());
            });
    return names;
  }
}
