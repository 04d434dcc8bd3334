package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.OutputFormat;
import dev.orlop.cli.output.Printer;
import picocli.CommandLine.Option;

/** A command that prints a result, as a table or as JSON. */
public abstract class PrintingCommand extends BaseCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      defaultValue = "table",
      description = "How to print the result (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  /** A command in {@code console}. */
  protected PrintingCommand(Console console) {
    super(console);
  }

  /** Where the result goes. */
  protected final Printer printer() {
    return new Printer(console.out(), format);
  }

  /** The format asked for. */
  protected final OutputFormat format() {
    return format;
  }
}
