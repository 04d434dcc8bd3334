package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.OutputFormat;
import dev.orlop.cli.output.Printer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command that prints a result, as a table or as JSON. */
public abstract class PrintingCommand extends BaseCommand {
  private static final String JSON_FILE = ".json";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|FILE.json",
      defaultValue = "table",
      description = "How to print the result, or where to put it as JSON (default: table).")
  private String output = "table";

  /** A command in {@code console}. */
  protected PrintingCommand(Console console) {
    super(console);
  }

  /** Where the result goes. */
  protected final Printer printer() {
    return new Printer(console.out(), format(), file());
  }

  /** The format asked for on the terminal. */
  protected final OutputFormat format() {
    return switch (output.toLowerCase(Locale.ROOT)) {
      case "json" -> OutputFormat.JSON;
      case "table" -> OutputFormat.TABLE;
      default -> {
        if (!output.endsWith(JSON_FILE)) {
          throw new IllegalArgumentException(
              "-o takes table, json, or the name of a file that ends in .json, not " + output);
        }
        yield OutputFormat.TABLE;
      }
    };
  }

  private Optional<Path> file() {
    return output.endsWith(JSON_FILE)
        ? Optional.of(console.workingDirectory().resolve(output))
        : Optional.empty();
  }
}
