package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HostedAccounts;
import picocli.CommandLine.Command;

/** {@code orlop account deactivate}. */
@Command(name = "deactivate", description = "Hide an account and its repo until it is activated.")
public final class AccountDeactivateCommand extends OneAccountCommand {
  /** The command in {@code console}. */
  public AccountDeactivateCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    accounts.set(did, "deactivated", true);
    printer().line("deactivated " + account(), () -> AccountJson.of(accounts.find(did)));
  }
}
