package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Somebody who has an account at the hold, and signs in anew in each life. */
final class Tenant {
  private static final String DOMAIN = ".hold.example.com";
  private static final String PASSWORD = "correct horse";
  private static final String NOTES = "io.example.note";

  private final Did did;
  private final String handle;
  private Optional<Entry> entry = Optional.empty();
  private long notes;
  private boolean inDoubt;

  /** A token, and where it was given out. */
  private record Entry(HoldClient at, String token) {}

  private Tenant(Did did, String handle) {
    this.did = did;
    this.handle = handle;
  }

  /** What is asked for to become one. */
  static DataMap.Builder wish(String name) {
    return DataMap.builder()
        .put("handle", name + DOMAIN)
        .put("email", name + "@example.com")
        .put("password", PASSWORD);
  }

  /** Creates an account. */
  static Tenant create(HoldClient hold, String name) throws CutOffException {
    return of(name, HoldClient.granted(hold.call(Nsids.SERVER_CREATE_ACCOUNT, wish(name).build())));
  }

  /** By what was answered to whoever asked for an account, or signed in. */
  static Tenant of(String name, DataMap answer) {
    assertEquals(name + DOMAIN, answer.text("handle").orElseThrow());
    return new Tenant(Did.parse(answer.text("did").orElseThrow()), name + DOMAIN);
  }

  /** The account of that name, if it can be signed in to. */
  static Optional<Tenant> find(HoldClient hold, String name) throws CutOffException {
    HttpResponse<byte[]> answer = signIn(hold, name + DOMAIN, PASSWORD);
    if (answer.statusCode() == 401) {
      return Optional.empty();
    }
    return Optional.of(of(name, HoldClient.granted(answer)));
  }

  static HttpResponse<byte[]> signIn(HoldClient hold, Object identifier, String password)
      throws CutOffException {
    DataMap body =
        DataMap.builder()
            .put("identifier", identifier.toString())
            .put("password", password)
            .build();
    return hold.call(Nsids.SERVER_CREATE_SESSION, body);
  }

  Did did() {
    return did;
  }

  String handle() {
    return handle;
  }

  HttpResponse<byte[]> signIn(HoldClient hold) throws CutOffException {
    return signIn(hold, handle, PASSWORD);
  }

  /** A token of a session of this life. */
  String token(HoldClient hold) throws CutOffException {
    if (entry.filter(had -> had.at() == hold).isEmpty()) {
      DataMap answer = HoldClient.granted(signIn(hold));
      assertEquals(did.toString(), answer.text("did").orElseThrow());
      assertEquals(handle, answer.text("handle").orElseThrow());
      entry = Optional.of(new Entry(hold, answer.text("accessJwt").orElseThrow()));
    }
    return entry.orElseThrow().token();
  }

  /** Writes a note over the last one. */
  void note(HoldClient hold) throws CutOffException {
    inDoubt = true;
    DataMap body =
        DataMap.builder()
            .put("repo", did.toString())
            .put("collection", NOTES)
            .put("rkey", "self")
            .put("record", DataMap.builder().put("n", notes + 1).build())
            .build();
    HoldClient.done(hold.call(token(hold), Nsids.REPO_PUT_RECORD, body));
    notes++;
    inDoubt = false;
  }

  /** The repo as it is now, as its owner sees it. */
  RepoCopy repo(HoldClient hold, PublicKey key) throws CutOffException {
    return RepoCopy.fetch(hold, did, key, Optional.of(token(hold)));
  }

  /**
   * Holds the account against what is known of it.
   *
   * @param status that it must have, here and for the network
   * @return its repo
   */
  RepoCopy check(Life life, PublicKey key, String status) throws CutOffException {
    RepoCopy repo = repo(life.hold(), key);
    assertEquals(Optional.of(status), status(life.hold()), handle);
    assertEquals(Optional.of(status), life.follower().status(did), handle);
    if (status.equals("active")) {
      assertEquals(Optional.of(repo.rev()), life.follower().rev(did), handle);
    }
    checkNotes(repo);
    return repo;
  }

  private void checkNotes(RepoCopy repo) {
    long found =
        repo.record(RepoPath.of(NOTES, "self"))
            .map(note -> note.integer("n").orElseThrow())
            .orElse(0L);
    if (inDoubt && found == notes + 1) {
      notes = found;
    }
    inDoubt = false;
    assertEquals(notes, found, handle);
  }

  /** How the account stands by what the hold tells anybody; empty if it is not here. */
  Optional<String> status(HoldClient hold) throws CutOffException {
    HttpResponse<byte[]> answer = hold.get(HoldClient.path(Nsids.SYNC_GET_REPO_STATUS, "did", did));
    if (answer.statusCode() != 200) {
      HoldClient.refused("RepoNotFound", answer);
      return Optional.empty();
    }
    return Optional.of(HoldClient.granted(answer).text("status").orElse("active"));
  }

  /** Deletes the account, with the operator's word. */
  void delete(Life life) throws CutOffException {
    String said = life.child().command("word " + did);
    DataMap body =
        DataMap.builder()
            .put("did", did.toString())
            .put("password", PASSWORD)
            .put("token", said.substring(said.indexOf(' ') + 1))
            .build();
    HoldClient.done(life.hold().call(Nsids.SERVER_DELETE_ACCOUNT, body));
  }

  /** Nothing of the account is to be seen, and the network knows. */
  void checkGone(Life life) throws CutOffException {
    assertEquals(Optional.empty(), status(life.hold()), handle);
    HoldClient.refused("AuthenticationRequired", signIn(life.hold()));
    assertEquals(Optional.of("deleted"), life.follower().status(did), handle);
  }

  @Override
  public String toString() {
    return handle;
  }
}
