package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** A command of the operator about one account. */
abstract class OneAccountCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  OneAccountCommand(Console console) {
    super(console);
  }

  /** The account as the user named it. */
  final String account() {
    return account;
  }

  /** Does the work and prints what came of it. */
  abstract void run(HostedAccounts accounts, Did did) throws IOException;

  @Override
  protected final ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      run(accounts, accounts.did(AtIdentifier.parse(account)));
    }
    return ExitCode.OK;
  }
}
