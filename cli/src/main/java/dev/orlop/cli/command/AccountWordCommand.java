package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;
import dev.orlop.hold.pds.accounts.Confirmations;
import java.io.IOException;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop account word}. */
@Command(
    name = "word",
    description = "Say the word that an owner needs to delete or move an account.",
    footer = {
      "",
      "Hand it over once you are sure who asks. It is good once, for one to two hours."
    })
public final class AccountWordCommand extends OneAccountCommand {
  @Option(
      names = "--for",
      paramLabel = "delete|plc",
      description = "Deleting the account, or signing an operation on its DID.",
      required = true)
  private Confirmations.Purpose purpose = Confirmations.Purpose.PLC;

  /** The command in {@code console}. */
  public AccountWordCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) throws IOException {
    String word = new Confirmations(operatorKey(), InstantSource.system()).word(did, purpose);
    printer().line(word, () -> Json.object().put("did", did.toString()).put("word", word));
  }
}
