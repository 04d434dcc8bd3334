package dev.orlop.cli.command;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A plan that one command wrote into a file and another carries out, or an entry of it. What it
 * must say and does not is a {@link CommandFailure}.
 */
final class ReadPlan {
  /** A plan may name everything that a hold has. */
  private static final JsonLimits LIMITS = new JsonLimits(1 << 30, 8, 1 << 24);

  private final DataMap fields;
  private final Path file;
  private final String maker;

  private ReadPlan(DataMap fields, Path file, String maker) {
    this.fields = fields;
    this.file = file;
    this.maker = maker;
  }

  /**
   * Reads one.
   *
   * @param maker the command that makes such plans, for those who have none
   */
  static ReadPlan of(Console console, Path file, String maker) throws IOException {
    try (InputStream in = Files.newInputStream(console.workingDirectory().resolve(file))) {
      return new ReadPlan(DataJson.parse(in, LIMITS), file, maker);
    }
  }

  String text(String name) {
    return fields.text(name).orElseThrow(() -> lacks(name));
  }

  boolean bool(String name) {
    return fields.bool(name).orElseThrow(() -> lacks(name));
  }

  long integer(String name) {
    return fields.integer(name).orElseThrow(() -> lacks(name));
  }

  OptionalLong integerIfAny(String name) {
    return fields.integer(name);
  }

  /** What it lists under a name. */
  List<ReadPlan> entries(String name) {
    List<ReadPlan> entries = new ArrayList<>();
    for (DataValue value : fields.array(name).orElseThrow(() -> lacks(name))) {
      if (!(value instanceof DataMap entry)) {
        throw lacks(name);
      }
      entries.add(new ReadPlan(entry, file, maker));
    }
    return entries;
  }

  private CommandFailure lacks(String name) {
    return new CommandFailure(
        ExitCode.USAGE,
        file + " is no plan",
        "it lacks " + name,
        maker + " -o plan.json writes one");
  }
}
