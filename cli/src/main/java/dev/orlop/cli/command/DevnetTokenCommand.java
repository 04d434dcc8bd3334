package dev.orlop.cli.command;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.cli.devnet.DevnetAccount;
import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop devnet token}. */
@Command(
    name = "token",
    description = "Print a service token of a devnet account, minted with the account's own key.",
    footer = {"", "  curl -H \"Authorization: Bearer $(orlop devnet token alice.test)\" ..."})
public final class DevnetTokenCommand extends BaseCommand {
  /** What a hold accepts at most. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  @Parameters(paramLabel = "HANDLE", description = "The account, such as alice.test.")
  private String account = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of the devnet (default: devnet-data).")
  private Path dir = Path.of(HoldPlace.DEVNET_DATA);

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
  protected ExitCode run() throws IOException {
    Path path = console.workingDirectory().resolve(dir);
    DevnetFolder folder = new DevnetFolder(path);
    var state =
        folder
            .state()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "no devnet in " + dir,
                        "none was started there yet",
                        "orlop devnet --dir " + ShellWords.quote(dir.toString())));
    AtIdentifier name = AtIdentifier.parse(account);
    DevnetAccount issuer =
        folder.accounts().stream()
            .filter(a -> a.handle().equals(name) || a.did().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "no account " + account + " in this devnet",
                        "it has " + DevnetFolder.HANDLES,
                        "name one of them"));
    String token =
        new ServiceTokenMinter(InstantSource.system())
            .mint(
                issuer.key(),
                issuer.did(),
                Optional.ofNullable(audience).orElse(state.holdDid().value()),
                method == null ? null : Nsid.parse(method),
                LIFE);
    console.out().println(token);
    console.out().flush();
    return ExitCode.OK;
  }
}
