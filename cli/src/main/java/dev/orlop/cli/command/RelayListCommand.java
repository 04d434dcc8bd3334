package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop relay list}. */
@Command(
    name = "list",
    description = "List the relays that are asked to follow this server.",
    footer = {"", "JSON: relays: [URL]."})
public final class RelayListCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RelayListCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    List<String> relays =
        new RelayList(config().relays()).all().stream().map(URI::toString).toList();
    printer().lines(() -> relays, () -> Json.object().put("relays", relays));
    return ExitCode.OK;
  }
}
