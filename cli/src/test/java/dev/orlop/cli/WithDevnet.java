package dev.orlop.cli;

import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A devnet, and a user of it who gives commands. */
abstract class WithDevnet {
  @TempDir Path directory;
  Shell shell;
  Devnet devnet;

  @BeforeEach
  void start() throws IOException {
    shell = new Shell(directory);
    open();
  }

  /** Starts the devnet on its folder; for a test that closed it, too. */
  final void open() throws IOException {
    int port = Devnet.holdPort(folder(), Optional.of(0));
    devnet = Devnet.start(folder(), new DevnetPorts(0, port, 0, 0), InstantSource.system());
  }

  @AfterEach
  void stop() {
    devnet.close();
  }

  final Path folder() {
    return directory.resolve("devnet-data");
  }

  /** A command about this devnet. */
  final Shell.Outcome orlop(String... args) {
    return shell.run(
        Stream.concat(Arrays.stream(args), Stream.of("--dir", folder().toString()))
            .toArray(String[]::new));
  }
}
