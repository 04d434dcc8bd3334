package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop relay bump}. */
@Command(
    name = "bump",
    description = {
      "Tell those who follow this server again who each account is, that it is active, and where",
      "its repo stands: for relays that have lost track of it."
    },
    footer = {"", "JSON: told."})
public final class RelayBumpCommand extends HoldCommand {
  @Option(names = "--did", paramLabel = "DID", description = "Of one account (default: of all).")
  private @Nullable String did;

  /** The command in {@code console}. */
  public RelayBumpCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Optional<Did> one = Optional.ofNullable(did).map(Did::parse);
    try (HoldSession session = session()) {
      DataMap.Builder input = DataMap.builder();
      one.ifPresent(account -> input.put("did", account.toString()));
      DataMap answer = session.client().xrpc().procedure(Nsids.ADMIN_TELL_AGAIN, input.build());
      long told = answer.integer("told").orElse(0);
      printer()
          .line(
              "told again of %d account%s".formatted(told, told == 1 ? "" : "s"),
              () -> Json.object().put("told", told));
    }
    return ExitCode.OK;
  }
}
