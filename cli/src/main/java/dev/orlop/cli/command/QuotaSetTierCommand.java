package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop quota set-tier}. */
@Command(
    name = "set-tier",
    description = "Give a member of the crew another tier, one of those that are configured.",
    footer = {"", "JSON: did, tier."})
public final class QuotaSetTierCommand extends HoldCommand {
  @Parameters(index = "0", paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  @Parameters(index = "1", paramLabel = "TIER", description = "See orlop quota tiers.")
  private String tier = "";

  /** The command in {@code console}. */
  public QuotaSetTierCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    AtIdentifier name = AtIdentifier.parse(account);
    try (HoldSession session = session()) {
      Did did = session.names().did(name);
      DataMap answer =
          session
              .client()
              .xrpc()
              .procedure(
                  Nsids.HOLD_UPDATE_CREW_TIER,
                  DataMap.builder().put("userDid", did.value()).put("tier", tier).build());
      String now = answer.text("tier").orElse(tier);
      printer()
          .line(
              account + " has the tier " + now + " now",
              () -> Json.object().put("did", did.value()).put("tier", now));
    }
    return ExitCode.OK;
  }
}
