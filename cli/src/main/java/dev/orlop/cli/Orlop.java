package dev.orlop.cli;

import dev.orlop.cli.command.RootCommand;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.exit.Problem;
import dev.orlop.cli.exit.Problems;
import dev.orlop.cli.output.Console;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree, wired to a {@link Console}. */
public final class Orlop {
  private static final int USAGE_WIDTH = 100;

  private Orlop() {}

  /** Runs one command line in the world of {@code console}; gives the exit code. */
  public static int run(Console console, String... args) {
    return commandLine(console).execute(args);
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine(Console console) {
    return new CommandLine(RootCommand.class, factory(console))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpWidth(USAGE_WIDTH)
        .setParameterExceptionHandler((e, _) -> badUsage(console, e))
        .setExecutionExceptionHandler((e, command, _) -> failed(console, command, e));
  }

  private static int failed(Console console, CommandLine command, Exception failure) {
    if (failure instanceof ParameterException usage) {
      return badUsage(console, usage);
    }
    Problem problem = Problems.of(failure);
    problem.print(console.err());
    if (verbose(command)) {
      failure.printStackTrace(console.err());
    }
    return problem.code().code();
  }

  private static boolean verbose(CommandLine command) {
    var option = command.getCommandSpec().findOption("--verbose");
    return option != null && Boolean.TRUE.equals(option.getValue());
  }

  private static int badUsage(Console console, ParameterException failure) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    List<String> near =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream().limit(3).toList()
            : List.of();
    String message = failure.getMessage() == null ? "bad usage" : failure.getMessage();
    String hint =
        (near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ")
            + command.qualifiedName()
            + " --help";
    new Problem(ExitCode.USAGE, message, "", hint).print(console.err());
    return ExitCode.USAGE.code();
  }

  /** Gives each command the console; all else is made the ordinary way. */
  private static IFactory factory(Console console) {
    IFactory ordinary = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
          if (List.of(constructor.getParameterTypes()).equals(List.of(Console.class))) {
            return type.cast(constructor.newInstance(console));
          }
        }
        return ordinary.create(type);
      }
    };
  }
}
