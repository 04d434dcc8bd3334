package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop relay rm}. */
@Command(
    name = "rm",
    description = "Do not ask a relay any more. One that follows this server goes on.",
    footer = {"", "JSON: relay, changed."})
public final class RelayRemoveCommand extends FolderCommand {
  @Parameters(paramLabel = "RELAY", description = "Its host, such as relay.example.com.")
  private String relay = "";

  /** The command in {@code console}. */
  public RelayRemoveCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    URI address = RelayList.origin(relay);
    boolean changed = new RelayList(config().relays()).remove(address);
    printer()
        .line(
            changed ? "removed " + address : address + " was not on the list",
            () -> Json.object().put("relay", address.toString()).put("changed", changed));
    return ExitCode.OK;
  }
}
