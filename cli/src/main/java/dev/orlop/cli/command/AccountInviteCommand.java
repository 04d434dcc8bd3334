package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop account invite}. */
@Command(name = "invite", description = "Make an invite code.")
public final class AccountInviteCommand extends HoldCommand {
  @Option(
      names = "--uses",
      paramLabel = "N",
      description = "Good for so many accounts (default: 1).")
  private int uses = 1;

  /** The command in {@code console}. */
  public AccountInviteCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      String code = accounts.invite(uses);
      printer().line(code, () -> Json.object().put("code", code));
    }
    return ExitCode.OK;
  }
}
