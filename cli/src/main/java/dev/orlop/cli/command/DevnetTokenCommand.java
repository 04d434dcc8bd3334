package dev.orlop.cli.command;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.cli.devnet.DevnetAccount;
import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.output.Console;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop devnet token}. */
@Command(
    name = "token",
    description = "Print a service token of a devnet account, minted with the account's own key.",
    footer = {"", "  curl -H \"Authorization: Bearer $(orlop devnet token alice.test)\" ..."})
public final class DevnetTokenCommand extends DevnetAccountCommand {
  /** What a hold accepts at most. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  @Option(
      names = "--aud",
      paramLabel = "DID",
      description = "The service it is for (default: the devnet's hold).")
  private @Nullable String audience;

  @Option(
      names = "--lxm",
      paramLabel = "NSID",
      description = "The one method it is good for (default: any).")
  private @Nullable String method;

  /** The command in {@code console}. */
  public DevnetTokenCommand(Console console) {
    super(console);
  }

  @Override
  String line(DevnetFolder folder, DevnetState state, DevnetState.Account account)
      throws IOException {
    SigningKey key =
        folder.accounts().stream()
            .filter(known -> known.did().equals(account.did()))
            .map(DevnetAccount::key)
            .findFirst()
            .orElseThrow();
    return new ServiceTokenMinter(InstantSource.system())
        .mint(
            key,
            account.did(),
            Optional.ofNullable(audience).orElse(state.holdDid().value()),
            method == null ? null : Nsid.parse(method),
            LIFE);
  }
}
