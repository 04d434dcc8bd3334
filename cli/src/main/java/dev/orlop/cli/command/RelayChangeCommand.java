package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Parameters;

/** A command that changes the list of relays. */
abstract class RelayChangeCommand extends FolderCommand {
  @Parameters(paramLabel = "RELAY", description = "Its host, such as relay.example.com.")
  private String relay = "";

  RelayChangeCommand(Console console) {
    super(console);
  }

  /** Makes the change; whether there was one to make. */
  abstract boolean change(RelayList relays, URI address) throws IOException;

  @Override
  protected final ExitCode run() throws IOException {
    URI address = RelayList.origin(relay);
    boolean changed = change(new RelayList(config().relays()), address);
    printer()
        .line(
            changed ? "done" : "nothing to change: " + address,
            () -> Json.object().put("relay", address.toString()).put("changed", changed));
    return ExitCode.OK;
  }
}
