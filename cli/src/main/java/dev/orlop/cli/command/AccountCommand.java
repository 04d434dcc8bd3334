package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop account}. */
@Command(
    name = "account",
    description = "The accounts that a hold keeps, for its operator.",
    footer = {
      "",
      "Whoever can read the hold's own key is its operator: run these on its folder, whether or",
      "not the hold runs."
    },
    subcommands = {
      AccountCreateCommand.class,
      AccountListCommand.class,
      AccountShowCommand.class,
      AccountPasswordCommand.class,
      AccountInviteCommand.class,
      AccountDeactivateCommand.class,
      AccountActivateCommand.class,
      AccountTakedownCommand.class,
      AccountDeleteCommand.class,
      AccountKeyCommand.class,
      AccountRotateKeyCommand.class,
      AccountWordCommand.class
    })
public final class AccountCommand extends GroupCommand {
  /** The command in {@code console}. */
  public AccountCommand(Console console) {
    super(console);
  }
}
