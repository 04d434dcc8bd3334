package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun with verbs below it: does nothing by itself. */
public abstract class GroupCommand extends BaseCommand {
  @Spec private @Nullable CommandSpec spec;

  /** A group in {@code console}. */
  protected GroupCommand(Console console) {
    super(console);
  }

  @Override
  protected final ExitCode run() {
    CommandSpec own = Objects.requireNonNull(spec, "picocli sets it");
    throw new ParameterException(
        own.commandLine(),
        "say what to do: "
            + String.join(
                ", ",
                own.subcommands().entrySet().stream()
                    .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                    .map(entry -> entry.getKey())
                    .toList()));
  }
}
