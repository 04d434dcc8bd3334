package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.cli.devnet.Passwords;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop account create}. */
@Command(name = "create", description = "Create an account.")
public final class AccountCreateCommand extends HoldCommand {
  @Parameters(paramLabel = "HANDLE", description = "Under a domain of the hold.")
  private String account = "";

  @Option(names = "--email", paramLabel = "ADDRESS", description = "For signing in with.")
  private @Nullable String email;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Default: one is made up and printed.")
  private @Nullable String password;

  /** The command in {@code console}. */
  public AccountCreateCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      String chosen = Optional.ofNullable(password).orElseGet(Passwords::random);
      Did did = accounts.create(Handle.parse(account), Optional.ofNullable(email), chosen);
      printer()
          .line(
              "created %s as %s%s"
                  .formatted(account, did, password == null ? ", password " + chosen : ""),
              () ->
                  Json.object()
                      .put("did", did.toString())
                      .put("handle", account)
                      .put("password", chosen));
    }
    return ExitCode.OK;
  }
}
