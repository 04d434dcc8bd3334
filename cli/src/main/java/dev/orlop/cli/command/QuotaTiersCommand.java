package dev.orlop.cli.command;

import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** {@code orlop quota tiers}. */
@Command(
    name = "tiers",
    description = "List the tiers of the hold.",
    footer = {"", "JSON: tiers: [{name, limit?}], defaultTier?; no limit: there is none."})
public final class QuotaTiersCommand extends HoldCommand {
  /** The command in {@code console}. */
  public QuotaTiersCommand(Console console) {
    super(console);
  }

  private record Tier(String name, OptionalLong limit) {}

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = session()) {
      DataMap answer = session.client().xrpc().query(Nsids.HOLD_LIST_TIERS, XrpcQuery.NONE);
      List<Tier> tiers =
          answer.array("tiers").orElse(List.of()).stream()
              .filter(DataMap.class::isInstance)
              .map(DataMap.class::cast)
              .map(map -> new Tier(map.text("name").orElse(""), map.integer("limit")))
              .toList();
      Optional<String> usual = answer.text("defaultTier");
      printer().table(() -> table(tiers, usual), () -> json(tiers, usual));
    }
    return ExitCode.OK;
  }

  private static Table table(List<Tier> tiers, Optional<String> usual) {
    Table table = Table.of("TIER", "LIMIT", "DEFAULT");
    for (Tier tier : tiers) {
      table.row(
          tier.name(),
          tier.limit().stream().mapToObj(Bytes::text).findFirst().orElse("none"),
          usual.filter(tier.name()::equals).isPresent() ? "yes" : "-");
    }
    return table;
  }

  private static Json json(List<Tier> tiers, Optional<String> usual) {
    return Json.object()
        .put(
            "tiers",
            Json.array(
                tiers.stream()
                    .map(
                        tier -> {
                          Json.Obj json = Json.object().put("name", tier.name());
                          tier.limit().ifPresent(limit -> json.put("limit", limit));
                          return json;
                        })
                    .toList()))
        .put("defaultTier", usual);
  }
}
