package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Gives commands as a user does, in a working directory, and keeps what they print. */
final class Shell {
  private final Path directory;
  private final Map<String, String> environment;

  Shell(Path directory) {
    this(directory, Map.of());
  }

  Shell(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** What came of a command. */
  record Outcome(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, UTF_8);
    }

    /** The outcome, which must have this exit code. */
    Outcome expect(int wanted) {
      assertEquals(wanted, code, () -> out() + err);
      return this;
    }

    DataMap json() {
      return DataJson.parse(bytes);
    }
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code;
    try (PrintStream outStream = new PrintStream(out, true, UTF_8);
        PrintStream errStream = new PrintStream(err, true, UTF_8)) {
      Console console = new Console(outStream, errStream, false, environment, directory);
      code = Orlop.run(console, args);
    }
    return new Outcome(code, out.toByteArray(), err.toString(UTF_8));
  }

  /** A command that succeeds; what it printed. */
  String out(String... args) {
    return run(args).expect(0).out();
  }
}
