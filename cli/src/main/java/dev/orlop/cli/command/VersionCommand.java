package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;

/** {@code orlop version}. */
@Command(name = "version", description = "Print the version.")
public final class VersionCommand extends PrintingCommand {
  /** The command in {@code console}. */
  public VersionCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    String version = version();
    String java = Runtime.version().toString();
    printer()
        .line(
            "orlop " + version + " (Java " + java + ")",
            () -> Json.object().put("version", version).put("java", java));
    return ExitCode.OK;
  }

  /** The version this was built as. */
  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        VersionCommand.class.getResourceAsStream("/dev/orlop/cli/build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", "unknown");
  }
}
