package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop account delete}. */
@Command(name = "delete", description = "Delete an account and its repo for good.")
public final class AccountDeleteCommand extends OneAccountCommand {
  @Option(names = "--yes", description = "I mean it.", required = true)
  private boolean yes;

  /** The command in {@code console}. */
  public AccountDeleteCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    if (yes) {
      accounts.delete(did);
    }
    printer().line("deleted " + account(), () -> Json.object().put("did", did.toString()));
  }
}
