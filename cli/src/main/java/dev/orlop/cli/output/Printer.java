package dev.orlop.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** Prints a command's result in the format asked for. */
public final class Printer {
  private final PrintStream out;
  private final OutputFormat format;

  /** Prints to {@code out}. */
  public Printer(PrintStream out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  /** Prints a table, or the JSON; only the one asked for is built. */
  public void table(Supplier<Table> table, Supplier<Json> json) {
    lines(() -> table.get().lines(), json);
  }

  /** Prints lines of text, or the JSON; only what is asked for is built. */
  public void lines(Supplier<List<String>> lines, Supplier<Json> json) {
    switch (format) {
      case TABLE -> lines.get().forEach(out::println);
      case JSON -> out.println(json.get().pretty());
    }
    out.flush();
  }

  /** Prints one line, or the JSON. */
  public void line(String line, Supplier<Json> json) {
    lines(() -> List.of(Table.plain(line)), json);
  }
}
