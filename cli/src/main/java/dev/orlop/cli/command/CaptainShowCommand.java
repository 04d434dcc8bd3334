package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code orlop captain show}. */
@Command(
    name = "show",
    description = "Show the captain's record.",
    footer = {
      "",
      "JSON: hold, owner, public, allowAllCrew, enableBlueskyPosts, deployedAt, region?, successor?."
    })
public final class CaptainShowCommand extends HoldCommand {
  /** The command in {@code console}. */
  public CaptainShowCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = session()) {
      Captain captain =
          Captain.of(session.client().record(Nsids.HOLD_CAPTAIN, RecordKey.SELF).value());
      printer().table(() -> table(session, captain), () -> json(session, captain));
    }
    return ExitCode.OK;
  }

  static Table table(HoldSession session, Captain captain) {
    Table table =
        Table.of("SETTING", "VALUE")
            .row("hold", session.client().did().value())
            .row("owner", session.names().label(captain.owner().value()))
            .row("public", Boolean.toString(captain.isPublic()))
            .row("allow all crew", Boolean.toString(captain.allowAllCrew()))
            .row("bluesky posts", Boolean.toString(captain.enableBlueskyPosts()))
            .row("deployed at", captain.deployedAt().toString());
    captain.region().ifPresent(region -> table.row("region", region));
    captain.successor().ifPresent(did -> table.row("successor", did.value()));
    return table;
  }

  static Json json(HoldSession session, Captain captain) {
    return Json.object()
        .put("hold", session.client().did().value())
        .put("owner", captain.owner().value())
        .put("public", captain.isPublic())
        .put("allowAllCrew", captain.allowAllCrew())
        .put("enableBlueskyPosts", captain.enableBlueskyPosts())
        .put("deployedAt", captain.deployedAt().toString())
        .put("region", captain.region())
        .put("successor", captain.successor().map(Object::toString));
  }
}
