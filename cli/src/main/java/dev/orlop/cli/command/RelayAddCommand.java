package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.hold.relay.RelayList;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Command;

/** {@code orlop relay add}. */
@Command(
    name = "add",
    description = "Ask one more relay to follow this server.",
    footer = {"", "JSON: relay, changed."})
public final class RelayAddCommand extends RelayChangeCommand {
  /** The command in {@code console}. */
  public RelayAddCommand(Console console) {
    super(console);
  }

  @Override
  boolean change(RelayList relays, URI address) throws IOException {
    return relays.add(address);
  }
}
