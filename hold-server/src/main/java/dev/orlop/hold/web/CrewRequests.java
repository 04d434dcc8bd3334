package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.access.CrewAdmission;
import dev.orlop.hold.access.Permission;
import dev.orlop.hold.access.Roster;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** io.atcr.hold.requestCrew: joining the crew by oneself, where the captain allows it. */
final class CrewRequests {
  private final Gate gate;
  private final Roster roster;
  private final Repo repo;
  private final InstantSource clock;

  CrewRequests(Gate gate, Roster roster, Repo repo, InstantSource clock) {
    this.gate = gate;
    this.roster = roster;
    this.repo = repo;
    this.clock = clock;
  }

  void register(XrpcRouter.Builder routes) {
    routes.procedure(Nsids.HOLD_REQUEST_CREW, this::requestCrew);
  }

  private void requestCrew(XrpcCall call) {
    Caller caller = gate.caller(call, Nsids.HOLD_REQUEST_CREW);
    DataMap body = call.json();
    Optional<Set<Permission>> granted =
        switch (caller) {
          case Caller.Anonymous _ -> Optional.empty();
          case Caller.Authenticated(Did did) -> roster.granted(did);
          case Caller.SignedIn(Did did, _) -> roster.granted(did);
        };
    switch (CrewAdmission.decide(roster.terms(), granted, caller, asked(body))) {
      case CrewAdmission.SignInFirst _ -> throw XrpcError.AUTH_REQUIRED.exception();
      case CrewAdmission.RegistrationDisabled _ ->
          throw XrpcError.REGISTRATION_DISABLED.exception();
      case CrewAdmission.AlreadyMember _ ->
          call.reply(DataMap.builder().put("status", "already_member").build());
      case CrewAdmission.Admitted(Did member, Set<Permission> permissions) ->
          call.reply(admit(member, permissions));
    }
  }

  private static Set<Permission> asked(DataMap body) {
    List<String> texts =
        body.array("permissions").orElse(List.of()).stream()
            .filter(DataValue.Text.class::isInstance)
            .map(item -> ((DataValue.Text) item).value())
            .toList();
    return Permission.parseAll(texts);
  }

  /** Two requests at once write the same record; the second changes nothing but the time. */
  private DataMap admit(Did member, Set<Permission> permissions) {
    String role = permissions.contains(Permission.BLOB_WRITE) ? "write" : "read";
    List<String> texts = permissions.stream().map(Permission::toString).sorted().toList();
    CrewMember record =
        new CrewMember(member, role, texts, Datetime.of(clock.instant()), Optional.empty());
    RepoPath path = CrewMember.path(member);
    byte[] block = DagCbor.encode(record.toData());
    repo.commit(CommitRequest.of(new RecordWrite.Put(path, block)));
    return DataMap.builder()
        .put("status", "created")
        .put("uri", AtUri.of(repo.did(), path).toString())
        .put("cid", Cid.hash(Cid.Codec.DAG_CBOR, block).toString())
        .build();
  }
}
