package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.RepoImport;
import dev.orlop.lexicons.Nsids;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;

/** com.atproto.repo.importRepo: an account brings its records with it. */
final class RepoImports {
  private static final String CAR = "application/vnd.ipld.car";

  private final Gate gate;
  private final Repositories repositories;
  private final HoldIdentity identity;
  private final RepoImport imports;

  RepoImports(Gate gate, Repositories repositories, HoldIdentity identity, RepoImport imports) {
    this.gate = gate;
    this.repositories = repositories;
    this.identity = identity;
    this.imports = imports;
  }

  void register(XrpcRouter.Builder routes) {
    routes.procedure(
        Nsids.REPO_IMPORT_REPO, new XrpcInput.Raw(RepoImport.MAX_BYTES), this::importRepo);
  }

  private void importRepo(XrpcCall call) throws IOException {
    gate.requireOwner(call);
    Repo repo = repositories.ofCaller(gate.require(call, Nsids.REPO_IMPORT_REPO));
    if (identity.isNamedBy(repo.did())) {
      throw Body.invalid("The hold's own repo is what the hold itself did; nothing is imported");
    }
    if (call.header(HeaderNames.CONTENT_TYPE).filter(CAR::equals).isEmpty()) {
      throw Body.invalid("The Content-Type must be " + CAR);
    }
    RepoImport.Outcome outcome;
    try (InputStream body = call.body()) {
      outcome = imports.run(repo, body);
    }
    switch (outcome) {
      case RepoImport.Outcome.Imported _ -> call.replyEmpty();
      case RepoImport.Outcome.Refused(String reason) ->
          throw Body.invalid("This is no whole repo of " + repo.did() + ": " + reason);
    }
  }
}
