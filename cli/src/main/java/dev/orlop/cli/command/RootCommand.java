package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop}. */
@Command(
    name = "orlop",
    synopsisSubcommandLabel = "COMMAND",
    description = "A hold for container images on the AT Protocol.",
    footer = {
      "",
      "Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 denied, 5 conflict,",
      "6 verification failed, 7 unavailable."
    },
    subcommands = {
      InitCommand.class,
      ServeCommand.class,
      DevnetCommand.class,
      AppViewCommand.class,
      PushCommand.class,
      PullCommand.class,
      StatsCommand.class,
      AccountCommand.class,
      CrewCommand.class,
      QuotaCommand.class,
      UsageCommand.class,
      CaptainCommand.class,
      RepoCommand.class,
      DbCommand.class,
      RelayCommand.class,
      BackupCommand.class,
      KeyCommand.class,
      BlobCommand.class,
      DoctorCommand.class,
      RetentionCommand.class,
      GcCommand.class,
      ScrubCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      TrainCommand.class
    })
public final class RootCommand extends GroupCommand {
  /** The command in {@code console}. */
  public RootCommand(Console console) {
    super(console);
  }
}
