package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.Quota;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop quota}. */
@Command(
    name = "quota",
    description = "Show how much an account uses and may use, or those who use most.",
    footer = {
      "",
      "What an account uses are the distinct blobs of its images; on their way are blobs that it",
      "brought and that no image of its has yet.",
      "JSON: quotas: [{did, blobs, bytes, reserved?, limit?, tier?}]; no limit: there is none."
    },
    subcommands = {QuotaSetTierCommand.class, QuotaTiersCommand.class})
public final class QuotaCommand extends HoldCommand {
  @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "A handle or a DID.")
  private @Nullable String account;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Of how many accounts, if none is named (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  /** The command in {@code console}. */
  public QuotaCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Optional<AtIdentifier> name = Optional.ofNullable(account).map(AtIdentifier::parse);
    try (HoldSession session = session()) {
      List<Quota> quotas = name.isPresent() ? List.of(one(session, name.get())) : most(session);
      printer().table(() -> table(session, quotas), () -> json(quotas));
    }
    return ExitCode.OK;
  }

  private static Quota one(HoldSession session, AtIdentifier name) {
    return Quota.of(
        session
            .client()
            .xrpc()
            .query(Nsids.HOLD_GET_QUOTA, XrpcQuery.of("userDid", session.names().did(name))));
  }

  private List<Quota> most(HoldSession session) {
    return Quota.all(
        session
            .client()
            .xrpc()
            .query(Nsids.HOLD_GET_USAGE, XrpcQuery.of("users", limit))
            .array("users")
            .orElse(List.of()));
  }

  /** Accounts and what they use. */
  static Table table(HoldSession session, List<Quota> quotas) {
    Table table = Table.of("ACCOUNT", "BLOBS", "USED", "ON THEIR WAY", "LIMIT", "TIER");
    for (Quota quota : quotas) {
      table.row(
          session.names().label(quota.did()),
          Long.toString(quota.blobs()),
          Bytes.text(quota.bytes()),
          quota.reserved().stream().mapToObj(Bytes::text).findFirst().orElse("-"),
          quota.limit().stream().mapToObj(Bytes::text).findFirst().orElse("none"),
          quota.tier().orElse("-"));
    }
    return table;
  }

  /** The same as JSON. */
  static Json.Obj json(List<Quota> quotas) {
    return Json.object()
        .put("quotas", Json.array(quotas.stream().map(QuotaCommand::json).toList()));
  }

  private static Json.Obj json(Quota quota) {
    Json.Obj json =
        Json.object()
            .put("did", quota.did())
            .put("blobs", quota.blobs())
            .put("bytes", quota.bytes());
    quota.reserved().ifPresent(bytes -> json.put("reserved", bytes));
    quota.limit().ifPresent(bytes -> json.put("limit", bytes));
    return json.put("tier", quota.tier());
  }
}
