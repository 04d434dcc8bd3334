package dev.orlop.cli.command;

import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop devnet}. */
@Command(
    name = "devnet",
    description = {
      "Run a small network on 127.0.0.1, all in one process: a directory of DIDs, the accounts",
      "alice.test and bob.test, a hold whose captain is alice.test, and an AppView that takes",
      "pushes to that hold. Ctrl-C stops it."
    },
    footer = {
      "",
      "A second start on the same folder keeps accounts and data. The accounts' repos lie on the hold,",
      "and they sign in there; the ready file has their passwords."
    },
    subcommands = {DevnetPasswordCommand.class, DevnetTokenCommand.class})
public final class DevnetCommand extends BaseCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where everything is kept (default: devnet-data).")
  private Path dir = Path.of(HoldPlace.DEVNET_DATA);

  @Option(
      names = "--hold-port",
      paramLabel = "PORT",
      description = "Default: 5080 at the first start, then the same again. 0: any free port.")
  private @Nullable Integer holdPort;

  @Option(names = "--plc-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}.")
  private int plcPort = 5082;

  @Option(names = "--pds-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}.")
  private int pdsPort = 5083;

  @Option(names = "--appview-port", paramLabel = "PORT", description = "Default: ${DEFAULT-VALUE}.")
  private int appviewPort = Devnet.DEFAULT_APPVIEW_PORT;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written as JSON once everything answers: plc, hold, appview, accounts.")
  private @Nullable Path readyFile;

  /** The command in {@code console}. */
  public DevnetCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException, InterruptedException {
    Logging.server();
    Path folder = console.workingDirectory().resolve(dir);
    DevnetPorts ports =
        new DevnetPorts(
            plcPort, Devnet.holdPort(folder, Optional.ofNullable(holdPort)), appviewPort, pdsPort);
    try (Shutdown shutdown = Shutdown.watch();
        Devnet devnet = Devnet.start(folder, ports, InstantSource.system())) {
      if (readyFile != null) {
        devnet.state().writeReadyFile(console.workingDirectory().resolve(readyFile));
      }
      explain(devnet.state());
      shutdown.await();
    }
    return ExitCode.OK;
  }

  private void explain(DevnetState state) {
    String flag =
        dir.equals(Path.of(HoldPlace.DEVNET_DATA))
            ? ""
            : " --dir " + ShellWords.quote(dir.toString());
    String registry = state.appview().map(URI::getAuthority).orElse("-");
    console
        .out()
        .printf(
            """
            The devnet is ready. Ctrl-C stops it; its data stay in %s.

              hold     %s  (%s)
              appview  %s
              plc      %s
              captain  %s  (%s)

            Try next, in another terminal:

              ./orlop devnet password alice.test%s |
                docker login -u alice.test --password-stdin %s
              docker tag alpine %s/alice.test/alpine
              docker push %s/alice.test/alpine
              ./orlop stats show alice.test/alpine%s
              ./orlop repo export%s | ./orlop repo verify -

            skopeo, podman and the like do the same; tell them --tls-verify=false.
            """,
            dir,
            state.hold(),
            state.holdDid(),
            state.appview().map(URI::toString).orElse("-"),
            state.plc(),
            state.accounts().getFirst().handle(),
            state.accounts().getFirst().did(),
            flag,
            registry,
            registry,
            registry,
            flag,
            flag);
    console.out().flush();
  }
}
