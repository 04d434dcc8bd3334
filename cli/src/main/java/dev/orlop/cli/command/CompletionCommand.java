package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orlop completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for your shell.",
    footer = {"", "  source <(orlop completion bash)"})
public final class CompletionCommand extends BaseCommand {
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "bash|zsh", description = "The shell to complete in.")
  private Shell shell = Shell.BASH;

  @Spec private @Nullable CommandSpec spec;

  /** The command in {@code console}. */
  public CompletionCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() {
    String script =
        AutoComplete.bash(
            "orlop", Objects.requireNonNull(spec, "picocli sets it").root().commandLine());
    switch (shell) {
      case BASH -> console.out().println(script);
      case ZSH -> console.out().println("autoload -U +X bashcompinit && bashcompinit\n" + script);
    }
    console.out().flush();
    return ExitCode.OK;
  }
}
