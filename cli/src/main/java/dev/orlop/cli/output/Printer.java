package dev.orlop.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Prints a command's result in the format asked for. */
public final class Printer {
  private final PrintStream out;
  private final OutputFormat format;
  private final Optional<Path> file;

  /** Prints to {@code out}. */
  public Printer(PrintStream out, OutputFormat format) {
    this(out, format, Optional.empty());
  }

  /** The same, and puts the JSON into a file if there is one. */
  public Printer(PrintStream out, OutputFormat format, Optional<Path> file) {
    this.out = out;
    this.format = format;
    this.file = file;
  }

  /** Prints a table, or the JSON; only the one asked for is built. */
  public void table(Supplier<Table> table, Supplier<Json> json) {
    lines(() -> table.get().lines(), json);
  }

  /** Prints lines of text, or the JSON; only what is asked for is built. */
  public void lines(Supplier<List<String>> lines, Supplier<Json> json) {
    file.ifPresent(path -> write(path, json.get()));
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

  private static void write(Path file, Json json) {
    try {
      Files.writeString(file, json.pretty() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
