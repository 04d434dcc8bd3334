package dev.orlop.cli.command;

import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HostedAccounts;

/** An account as JSON. */
final class AccountJson {
  private AccountJson() {}

  static Json.Obj of(HostedAccounts.Entry entry) {
    return Json.object()
        .put("did", entry.did().toString())
        .put("handle", entry.handle())
        .put("email", entry.email())
        .put("status", entry.status())
        .put("created", entry.created())
        .put("signingKey", entry.signingKey());
  }
}
