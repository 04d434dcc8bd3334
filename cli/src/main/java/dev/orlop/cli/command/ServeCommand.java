package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.hold.FirstCaptain;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldPlace;
import dev.orlop.cli.version.Version;
import dev.orlop.hold.app.HoldServer;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop serve}. */
@Command(
    name = "serve",
    description = "Run the hold of a folder that orlop init made. Ctrl-C or SIGTERM stops it.",
    footer = {
      "",
      "Every setting of orlop.yaml has a twin in the environment: ORLOP_PUBLIC_URL and so on.",
      "A new folder gets its captain from HOLD_OWNER (a DID), HOLD_PUBLIC and HOLD_ALLOW_ALL_CREW."
    })
public final class ServeCommand extends BaseCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The folder of the hold (ORLOP_DIR; default: the working directory or orlop-data).")
  private @Nullable Path dir;

  /** The command in {@code console}. */
  public ServeCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException, InterruptedException {
    Logging.server();
    Path folder = HoldPlace.holdFolder(console, Optional.ofNullable(dir));
    HoldConfig config = ConfigReader.read(folder, console.environment());
    try (Shutdown shutdown = Shutdown.watch();
        HoldServer server = HoldServer.start(config, InstantSource.system(), Version.current())) {
      appointCaptain(server);
      server.seekRelays(new RelayList(config.relays()), InstantSource.system());
      console
          .err()
          .printf(
              "orlop: serving %s on http://%s:%d as %s%n",
              config.publicUrl(), config.listenHost(), server.port(), server.identity().did());
      console.err().flush();
      shutdown.await();
    }
    return ExitCode.OK;
  }

  private void appointCaptain(HoldServer server) {
    if (server.folder().repo().record(Captain.PATH).isPresent()) {
      return;
    }
    Did owner =
        console
            .variable("HOLD_OWNER")
            .map(Did::parse)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "this hold has no captain",
                        "the folder is new and HOLD_OWNER is not set",
                        "orlop init --owner HANDLE --public-url URL"));
    FirstCaptain.appoint(
        server.folder().repo(),
        owner,
        new FirstCaptain.Terms(flag("HOLD_PUBLIC"), flag("HOLD_ALLOW_ALL_CREW")),
        InstantSource.system());
  }

  private boolean flag(String name) {
    return console.variable(name).filter(value -> value.equalsIgnoreCase("true")).isPresent();
  }
}
