package dev.orlop.cli.command;

import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.relay.HostStatus;
import dev.orlop.hold.relay.RelayList;
import dev.orlop.hold.relay.XrpcRelay;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** {@code orlop relay status}. */
@Command(
    name = "status",
    description = "How far each relay has followed this server, beside where the server is.",
    footer = {
      "",
      "A relay that is behind and stays so has lost this server: orlop relay crawl, and then",
      "orlop relay bump.",
      "JSON: hostname, seq?, relays: [{relay, status, seq?, behind?, accountCount?}]."
    })
public final class RelayStatusCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RelayStatusCommand(Console console) {
    super(console);
  }

  /** One relay, and what it said or why it did not. */
  private record Line(URI relay, String status, Optional<HostStatus> host) {
    OptionalLong seq() {
      return host.map(HostStatus::seq).orElse(OptionalLong.empty());
    }

    OptionalLong accounts() {
      return host.map(HostStatus::accountCount).orElse(OptionalLong.empty());
    }
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    String hostname = config.publicUrl().getAuthority();
    Line own = ask(config.publicUrl(), hostname);
    List<Line> lines = new ArrayList<>();
    for (URI relay : new RelayList(config.relays()).all()) {
      lines.add(ask(relay, hostname));
    }
    printer().table(() -> table(own, lines), () -> json(hostname, own, lines));
    return ExitCode.OK;
  }

  private static Line ask(URI relay, String hostname) {
    try {
      Optional<HostStatus> host = new XrpcRelay(relay).hostStatus(hostname);
      String status =
          host.map(known -> known.status().orElse("active")).orElse("never heard of this server");
      return new Line(relay, status, host);
    } catch (XrpcException e) {
      return new Line(relay, "refused: " + e.error(), Optional.empty());
    } catch (XrpcConnectionException e) {
      return new Line(relay, "not reached", Optional.empty());
    }
  }

  private static Table table(Line own, List<Line> lines) {
    Table table = Table.of("WHO", "STATUS", "SEQ", "BEHIND", "ACCOUNTS");
    table.row("this server", own.status(), text(own.seq()), "", text(own.accounts()));
    for (Line line : lines) {
      table.row(
          line.relay().toString(),
          line.status(),
          text(line.seq()),
          behind(own, line),
          text(line.accounts()));
    }
    return table;
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  /** Numbers are times: what lies between two of them says how long ago, not how much. */
  private static String behind(Line own, Line line) {
    if (own.seq().isEmpty() || line.seq().isEmpty()) {
      return "-";
    }
    long micros = own.seq().getAsLong() - line.seq().getAsLong();
    return micros <= 0 ? "no" : "since %.1f s".formatted(micros / 1e6);
  }

  private static Json json(String hostname, Line own, List<Line> lines) {
    Json.Obj json = Json.object().put("hostname", hostname);
    own.seq().ifPresent(seq -> json.put("seq", seq));
    return json.put("relays", Json.array(lines.stream().map(line -> json(own, line)).toList()));
  }

  private static Json json(Line own, Line line) {
    Json.Obj json =
        Json.object().put("relay", line.relay().toString()).put("status", line.status());
    line.seq().ifPresent(seq -> json.put("seq", seq));
    if (own.seq().isPresent() && line.seq().isPresent()) {
      json.put("behind", own.seq().getAsLong() > line.seq().getAsLong());
    }
    line.accounts().ifPresent(count -> json.put("accountCount", count));
    return json;
  }
}
