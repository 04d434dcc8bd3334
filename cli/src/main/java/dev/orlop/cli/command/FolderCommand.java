package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldPlace;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that works on the folder of a hold that does not run. */
public abstract class FolderCommand extends PrintingCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder of the hold, or of a devnet (ORLOP_DIR).")
  private @Nullable Path dir;

  /** The command in {@code console}. */
  protected FolderCommand(Console console) {
    super(console);
  }

  /** The configuration of the hold in the folder. */
  protected final HoldConfig config() throws IOException {
    return switch (HoldPlace.find(console, Optional.ofNullable(dir), Optional.empty())) {
      case HoldPlace.Folder(Path folder) -> ConfigReader.read(folder, console.environment());
      case HoldPlace.Devnet(Path folder) -> DevnetConfig.read(folder);
      case HoldPlace.Address(var origin) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "this works on a folder, not on " + origin,
              "it changes files that a running hold has open",
              "run it with --dir on the hold's own machine");
    };
  }
}
