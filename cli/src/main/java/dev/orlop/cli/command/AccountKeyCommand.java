package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;
import picocli.CommandLine.Command;

/** {@code orlop account key}. */
@Command(name = "key", description = "Print the public signing key of an account.")
public final class AccountKeyCommand extends OneAccountCommand {
  /** The command in {@code console}. */
  public AccountKeyCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    String key = accounts.find(did).signingKey();
    printer().line(key, () -> Json.object().put("did", did.toString()).put("signingKey", key));
  }
}
