package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.HostedAccounts;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop account list}. */
@Command(
    name = "list",
    description = "List the accounts, the hold's own among them.",
    footer = {"", "JSON: accounts: [{did, handle, email?, status, created, signingKey}]."})
public final class AccountListCommand extends HoldCommand {

  /** The command in {@code console}. */
  public AccountListCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      HostedAccounts accounts = new HostedAccounts(session.client().xrpc());
      List<HostedAccounts.Entry> all = accounts.list();
      printer()
          .table(
              () -> {
                Table table = Table.of("HANDLE", "DID", "STATUS", "EMAIL", "CREATED");
                all.forEach(
                    entry ->
                        table.row(
                            entry.handle(),
                            entry.did().toString(),
                            entry.status(),
                            entry.email().orElse("-"),
                            entry.created()));
                return table;
              },
              () ->
                  Json.object()
                      .put("accounts", Json.array(all.stream().map(AccountJson::of).toList())));
    }
    return ExitCode.OK;
  }
}
