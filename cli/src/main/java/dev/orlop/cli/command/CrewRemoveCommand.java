package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.Crew;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop crew rm}. */
@Command(name = "rm", description = "Dismiss an account from the crew; holds at once.")
public final class CrewRemoveCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  /** The command in {@code console}. */
  public CrewRemoveCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    AtIdentifier name = AtIdentifier.parse(account);
    try (HoldSession session = session()) {
      Did did = session.names().did(name);
      int records = new Crew(session.client()).remove(did);
      printer()
          .line(
              "removed " + account,
              () -> Json.object().put("did", did.value()).put("recordsDeleted", records));
    }
    return ExitCode.OK;
  }
}
