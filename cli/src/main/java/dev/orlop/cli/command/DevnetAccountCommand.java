package dev.orlop.cli.command;

import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldPlace;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that prints one line about one account of a devnet, which need not run. */
abstract class DevnetAccountCommand extends BaseCommand {
  @Parameters(paramLabel = "HANDLE", description = "The account, such as alice.test.")
  private String account = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of the devnet (default: devnet-data).")
  private Path dir = Path.of(HoldPlace.DEVNET_DATA);

  DevnetAccountCommand(Console console) {
    super(console);
  }

  /** The line. */
  abstract String line(DevnetFolder folder, DevnetState state, DevnetState.Account account)
      throws IOException;

  @Override
  protected final ExitCode run() throws IOException {
    DevnetFolder folder = new DevnetFolder(console.workingDirectory().resolve(dir));
    DevnetState state = folder.state().orElseThrow(this::noDevnet);
    DevnetState.Account found =
        state.accounts().stream()
            .filter(a -> a.handle().value().equals(account) || a.did().value().equals(account))
            .findFirst()
            .orElseThrow(this::noAccount);
    console.out().println(line(folder, state, found));
    console.out().flush();
    return ExitCode.OK;
  }

  private CommandFailure noDevnet() {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "no devnet in " + dir,
        "none was started there yet",
        "orlop devnet --dir " + ShellWords.quote(dir.toString()));
  }

  private CommandFailure noAccount() {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "no account " + account + " in this devnet",
        "it has " + DevnetFolder.HANDLES,
        "name one of them");
  }
}
