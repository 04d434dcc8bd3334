package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop account delete}. */
@Command(name = "delete", description = "Delete an account and its repo for good.")
public final class AccountDeleteCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  @Option(names = "--yes", description = "I mean it.", required = true)
  private boolean yes;

  /** The command in {@code console}. */
  public AccountDeleteCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      Did did = accounts.did(AtIdentifier.parse(account));
      if (yes) {
        accounts.delete(did);
      }
      printer().line("deleted " + account, () -> Json.object().put("did", did.toString()));
    }
    return ExitCode.OK;
  }
}
