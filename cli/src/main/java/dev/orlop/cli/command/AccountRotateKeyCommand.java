package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop account rotate-key}. */
@Command(
    name = "rotate-key",
    description = {
      "Give an account another signing key: the DID document names it, the repo is signed with it,",
      "sessions go on. What was cut off is finished by running it again."
    },
    footer = {"", "JSON: did, before, after, rev."})
public final class AccountRotateKeyCommand extends OneAccountCommand {
  /** The command in {@code console}. */
  public AccountRotateKeyCommand(Console console) {
    super(console);
  }

  @Override
  void run(HostedAccounts accounts, Did did) {
    HostedAccounts.RotatedKey done = accounts.rotateKey(did);
    printer()
        .lines(
            () ->
                List.of(
                    "was  " + done.before(),
                    "is   " + done.after() + ", the repo is signed with it: rev " + done.rev(),
                    "make a new backup: orlop backup create"),
            () ->
                Json.object()
                    .put("did", did.toString())
                    .put("before", done.before())
                    .put("after", done.after())
                    .put("rev", done.rev()));
  }
}
