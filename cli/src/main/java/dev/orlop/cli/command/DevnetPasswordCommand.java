package dev.orlop.cli.command;

import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop devnet password}. */
@Command(
    name = "password",
    description = "Print the password of a devnet account.",
    footer = {
      "",
      "  orlop devnet password alice.test |",
      "    docker login -u alice.test --password-stdin localhost:5000"
    })
public final class DevnetPasswordCommand extends DevnetAccountCommand {
  /** The command in {@code console}. */
  public DevnetPasswordCommand(Console console) {
    super(console);
  }

  @Override
  String line(DevnetFolder folder, DevnetState state, DevnetState.Account account) {
    return account.password();
  }
}
