package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.relay.RelayList;
import dev.orlop.hold.relay.XrpcRelay;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop relay crawl}. */
@Command(
    name = "crawl",
    description = "Ask every relay on the list, now, to follow this server.",
    footer = {"", "JSON: hostname, asked: [URL]."})
public final class RelayCrawlCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RelayCrawlCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    String hostname = config.publicUrl().getAuthority();
    List<URI> relays = new RelayList(config.relays()).all();
    if (relays.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "no relays", "the list is empty", "orlop relay add RELAY");
    }
    relays.forEach(relay -> new XrpcRelay(relay).requestCrawl(hostname));
    List<String> asked = relays.stream().map(URI::toString).toList();
    printer()
        .lines(
            () -> asked.stream().map(relay -> relay + " will follow " + hostname).toList(),
            () -> Json.object().put("hostname", hostname).put("asked", asked));
    return ExitCode.OK;
  }
}
