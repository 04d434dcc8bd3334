package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop account show}. */
@Command(name = "show", description = "Show an account.")
public final class AccountShowCommand extends HoldCommand {
  @Parameters(paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private String account = "";

  /** The command in {@code console}. */
  public AccountShowCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      Did did = accounts.did(AtIdentifier.parse(account));
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
    return ExitCode.OK;
  }
}
