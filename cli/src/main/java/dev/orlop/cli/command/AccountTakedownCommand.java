package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop account takedown}. */
@Command(name = "takedown", description = "Hide an account, and let it sign in no more.")
public final class AccountTakedownCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  @Option(names = "--lift", description = "Undo it.")
  private boolean lift;

  /** The command in {@code console}. */
  public AccountTakedownCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      Did did = accounts.did(AtIdentifier.parse(account));
      accounts.set(did, "takedown", !lift);
      printer()
          .line(
              (lift ? "lifted the takedown of " : "took down ") + account,
              () -> AccountJson.of(accounts.find(did)));
    }
    return ExitCode.OK;
  }
}
