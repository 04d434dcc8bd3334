package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HostedAccounts;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop account show}. */
@Command(name = "show", description = "Show an account.")
public final class AccountShowCommand extends OneAccountCommand {
  /** The command in {@code console}. */
  public AccountShowCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    HostedAccounts.Entry entry = accounts.find(did);
    printer()
        .lines(
            () ->
                List.of(
                    "handle   " + entry.handle(),
                    "did      " + entry.did(),
                    "status   " + entry.status(),
                    "email    " + entry.email().orElse("-"),
                    "created  " + entry.created(),
                    "key      " + entry.signingKey()),
            () -> AccountJson.of(entry));
  }
}
