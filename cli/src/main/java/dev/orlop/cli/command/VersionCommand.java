package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.version.Version;
import picocli.CommandLine.Command;

/** {@code orlop version}. */
@Command(name = "version", description = "Print the version.")
public final class VersionCommand extends PrintingCommand {
  /** The command in {@code console}. */
  public VersionCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() {
    String version = Version.current();
    String java = Runtime.version().toString();
    printer()
        .line(
            "orlop " + version + " (Java " + java + ")",
            () -> Json.object().put("version", version).put("java", java));
    return ExitCode.OK;
  }
}
