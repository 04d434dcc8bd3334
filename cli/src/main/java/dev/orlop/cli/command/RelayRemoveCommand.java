package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;

/** {@code orlop relay rm}. */
@Command(
    name = "rm",
    description = "Do not ask a relay any more. One that follows this server goes on.",
    footer = {"", "JSON: relay, changed."})
public final class RelayRemoveCommand extends RelayChangeCommand {
  /** The command in {@code console}. */
  public RelayRemoveCommand(Console console) {
    super(console);
  }

  @Override
  boolean change(RelayList relays, URI address) throws IOException {
    return relays.remove(address);
  }
}
