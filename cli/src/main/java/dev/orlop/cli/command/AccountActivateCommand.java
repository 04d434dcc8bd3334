package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HostedAccounts;
import picocli.CommandLine.Command;

/** {@code orlop account activate}. */
@Command(name = "activate", description = "Show an account and its repo again.")
public final class AccountActivateCommand extends OneAccountCommand {
  /** The command in {@code console}. */
  public AccountActivateCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    accounts.set(did, "deactivated", false);
    printer().line("activated " + account(), () -> AccountJson.of(accounts.find(did)));
  }
}
