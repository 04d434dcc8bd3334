package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.devnet.Passwords;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop account password}. */
@Command(name = "password", description = "Give an account another password; all its sessions end.")
public final class AccountPasswordCommand extends OneAccountCommand {
  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "Default: one is made up and printed.")
  private @Nullable String password;

  /** The command in {@code console}. */
  public AccountPasswordCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    String chosen = Optional.ofNullable(password).orElseGet(Passwords::random);
    accounts.setPassword(did, chosen);
    printer()
        .line(
            password == null ? "password of %s: %s".formatted(account(), chosen) : "changed",
            () -> Json.object().put("did", did.toString()).put("password", chosen));
  }
}
