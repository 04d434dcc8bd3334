package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop account key}. */
@Command(name = "key", description = "Print the public signing key of an account.")
public final class AccountKeyCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  /** The command in {@code console}. */
  public AccountKeyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      Did did = accounts.did(AtIdentifier.parse(account));
      String key = accounts.find(did).signingKey();
      printer().line(key, () -> Json.object().put("did", did.toString()).put("signingKey", key));
    }
    return ExitCode.OK;
  }
}
