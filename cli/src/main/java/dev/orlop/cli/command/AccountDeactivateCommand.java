package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop account deactivate}. */
@Command(name = "deactivate", description = "Hide an account and its repo until it is activated.")
public final class AccountDeactivateCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  /** The command in {@code console}. */
  public AccountDeactivateCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      Did did = accounts.did(AtIdentifier.parse(account));
      accounts.set(did, "deactivated", true);
      printer().line("deactivated " + account, () -> AccountJson.of(accounts.find(did)));
    }
    return ExitCode.OK;
  }
}
