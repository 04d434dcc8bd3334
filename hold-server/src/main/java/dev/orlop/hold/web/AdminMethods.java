package dev.orlop.hold.web;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Accounts;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.KeyChanges;
import dev.orlop.hold.pds.accounts.Refusal;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;

/**
 * com.atproto.admin, createInviteCode and rotateSigningKey: what the server's operator does with
 * accounts.
 */
final class AdminMethods {
  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 50;
  private static final String REPO = "com.atproto.admin.defs#repoRef";

  private final Gate gate;
  private final Hosting hosting;
  private final Registrar registrar;
  private final KeyChanges keyChanges;

  AdminMethods(Gate gate, Hosting hosting, Registrar registrar, KeyChanges keyChanges) {
    this.gate = gate;
    this.hosting = hosting;
    this.registrar = registrar;
    this.keyChanges = keyChanges;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.SERVER_CREATE_INVITE_CODE, this::createInvite)
        .query(Nsids.ADMIN_GET_ACCOUNT_INFO, this::getAccount)
        .query(Nsids.ADMIN_SEARCH_ACCOUNTS, this::searchAccounts)
        .procedure(Nsids.ADMIN_UPDATE_ACCOUNT_PASSWORD, this::updatePassword)
        .procedure(Nsids.ADMIN_UPDATE_SUBJECT_STATUS, this::updateStatus)
        .procedure(Nsids.ADMIN_ROTATE_SIGNING_KEY, this::rotateSigningKey)
        .procedure(Nsids.ADMIN_DELETE_ACCOUNT, this::delete);
  }

  private void createInvite(XrpcCall call) {
    gate.requireOperator(call, Nsids.SERVER_CREATE_INVITE_CODE);
    long uses = call.json().integer("useCount").orElse(1);
    call.reply(
        DataMap.builder().put("code", hosting.invites().create(Math.toIntExact(uses))).build());
  }

  private void getAccount(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_GET_ACCOUNT_INFO);
    call.reply(described(account(call.params().required("did", Did::parse))));
  }

  private void searchAccounts(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_SEARCH_ACCOUNTS);
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<Did> cursor = call.params().optional("cursor", Did::parse);
    Optional<String> email = call.params().optionalText("email").map(Accounts::email);
    List<Account> accounts =
        email.isPresent()
            ? hosting.accounts().all().stream()
                .filter(account -> account.email().equals(email))
                .toList()
            : hosting.accounts().list(cursor, limit);
    DataMap.Builder body =
        DataMap.builder().put("accounts", accounts.stream().map(this::described).toList());
    if (accounts.size() == limit && email.isEmpty()) {
      body.put("cursor", accounts.getLast().did().toString());
    }
    call.reply(body.build());
  }

  private void updatePassword(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_UPDATE_ACCOUNT_PASSWORD);
    DataMap body = call.json();
    Account account = account(Body.did(body, "did"));
    String password = Body.text(body, "password");
    AccountRefusals.require(Registrar.passwordObjection(password));
    hosting.accounts().setPassword(account.did(), hosting.hasher().hash(password));
    call.replyEmpty();
  }

  private void updateStatus(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_UPDATE_SUBJECT_STATUS);
    DataMap body = call.json();
    DataMap subject = body.map("subject").orElse(DataMap.EMPTY);
    if (!subject.type().equals(Optional.of(REPO))) {
      throw Body.invalid("Only whole accounts are taken down here");
    }
    Account account = hosted(Body.did(subject, "did"));
    applied(body, "takedown").ifPresent(is -> hosting.accounts().setTakendown(account.did(), is));
    applied(body, "deactivated")
        .ifPresent(is -> hosting.accounts().setDeactivated(account.did(), is));
    DataMap.Builder answer = DataMap.builder().put("subject", subject);
    body.map("takedown").ifPresent(takedown -> answer.put("takedown", takedown));
    call.reply(answer.build());
  }

  private static Optional<Boolean> applied(DataMap body, String name) {
    return body.map(name).flatMap(attribute -> attribute.bool("applied"));
  }

  private void delete(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_DELETE_ACCOUNT);
    registrar.delete(hosted(Body.did(call.json(), "did")).did());
    call.replyEmpty();
  }

  private void rotateSigningKey(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_ROTATE_SIGNING_KEY);
    Account account = account(Body.did(call.json(), "did"));
    switch (keyChanges.rotate(account)) {
      case KeyChanges.Outcome.Changed(PublicKey before, PublicKey after, Tid rev) ->
          call.reply(
              DataMap.builder()
                  .put("did", account.did().toString())
                  .put("before", before.didKey())
                  .put("after", after.didKey())
                  .put("rev", rev.toString())
                  .build());
      case KeyChanges.Outcome.Refused(Refusal refusal) -> throw AccountRefusals.exception(refusal);
    }
  }

  private Account account(Did did) {
    return hosting
        .accounts()
        .find(did)
        .orElseThrow(() -> XrpcError.ACCOUNT_NOT_FOUND.exception("Account not found: " + did));
  }

  private Account hosted(Did did) {
    if (hosting.isOwn(did)) {
      throw Body.invalid("This is the server's own account");
    }
    return account(did);
  }

  private DataMap described(Account account) {
    return DataMap.builder()
        .put("did", account.did().toString())
        .put("handle", account.handle().toString())
        .putIfPresent("email", account.email())
        .put("indexedAt", Datetime.of(account.created()).toString())
        .put("status", account.status().wireName())
        .put("signingKey", hosting.keys().of(account.did()).publicKey().didKey())
        .build();
  }
}
