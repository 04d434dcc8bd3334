package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop relay add}. */
@Command(
    name = "add",
    description = "Ask one more relay to follow this server.",
    footer = {"", "JSON: relay, changed."})
public final class RelayAddCommand extends FolderCommand {
  @Parameters(paramLabel = "RELAY", description = "Its host, such as relay.example.com.")
  private String relay = "";

  /** The command in {@code console}. */
  public RelayAddCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    URI address = RelayList.origin(relay);
    boolean changed = new RelayList(config().relays()).add(address);
    printer()
        .line(
            changed ? "added " + address : address + " was on the list already",
            () -> Json.object().put("relay", address.toString()).put("changed", changed));
    return ExitCode.OK;
  }
}
