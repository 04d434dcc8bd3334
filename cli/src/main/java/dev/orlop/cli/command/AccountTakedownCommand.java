package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HostedAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop account takedown}. */
@Command(name = "takedown", description = "Hide an account, and let it sign in no more.")
public final class AccountTakedownCommand extends OneAccountCommand {
  @Option(names = "--lift", description = "Undo it.")
  private boolean lift;

  /** The command in {@code console}. */
  public AccountTakedownCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    accounts.set(did, "takedown", !lift);
    printer()
        .line(
            (lift ? "lifted the takedown of " : "took down ") + account(),
            () -> AccountJson.of(accounts.find(did)));
  }
}
