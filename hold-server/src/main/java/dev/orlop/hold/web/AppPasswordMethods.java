package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AppPassword;
import dev.orlop.hold.pds.accounts.AppPasswords;
import dev.orlop.hold.pds.accounts.AppPasswords.Creation;
import dev.orlop.lexicons.Nsids;

/** com.atproto.server: createAppPassword, listAppPasswords, revokeAppPassword. */
final class AppPasswordMethods {
  private final Gate gate;
  private final AppPasswords passwords;

  AppPasswordMethods(Gate gate, AppPasswords passwords) {
    this.gate = gate;
    this.passwords = passwords;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.SERVER_CREATE_APP_PASSWORD, this::create)
        .query(Nsids.SERVER_LIST_APP_PASSWORDS, this::list)
        .procedure(Nsids.SERVER_REVOKE_APP_PASSWORD, this::revoke);
  }

  private void create(XrpcCall call) {
    Account account = gate.requireOwner(call);
    DataMap body = call.json();
    String name = Body.text(body, "name");
    switch (passwords.create(account.did(), name, body.bool("privileged").orElse(false))) {
      case Creation.Created(AppPassword made, String secret) ->
          call.reply(described(made).put("password", secret).build());
      case Creation.NameTaken _ -> throw Body.invalid("There is an app password of that name");
      case Creation.TooMany _ -> throw Body.invalid("There are too many app passwords");
    }
  }

  private void list(XrpcCall call) {
    Account account = gate.requireOwner(call);
    call.reply(
        DataMap.builder()
            .put(
                "passwords",
                passwords.list(account.did()).stream()
                    .map(password -> described(password).build())
                    .toList())
            .build());
  }

  private void revoke(XrpcCall call) {
    Account account = gate.requireOwner(call);
    passwords.revoke(account.did(), Body.text(call.json(), "name"));
    call.replyEmpty();
  }

  private static DataMap.Builder described(AppPassword password) {
    return DataMap.builder()
        .put("name", password.name())
        .put("createdAt", Datetime.of(password.created()).toString())
        .put("privileged", password.privileged());
  }
}
