package dev.orlop.hold.web;

import static dev.orlop.hold.web.Body.invalid;
import static dev.orlop.hold.web.Body.text;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the body of a writing method asks for.
 *
 * @param validate true: the records' lexicons must be known; false: they are not looked at
 * @param swapCommit the commit that must be the head
 * @param swapRecords what records must be before; empty for one that must not be there
 */
record WriteRequest(
    String repo,
    List<Change> changes,
    Optional<Boolean> validate,
    Optional<Cid> swapCommit,
    Map<RepoPath, Optional<Cid>> swapRecords) {
  /** More would make an event that consumers refuse. */
  private static final int MAX_WRITES = 200;

  private static final String CREATE = Nsids.REPO_APPLY_WRITES + "#create";
  private static final String UPDATE = Nsids.REPO_APPLY_WRITES + "#update";
  private static final String DELETE = Nsids.REPO_APPLY_WRITES + "#delete";

  static WriteRequest ofCreateRecord(DataMap body) {
    return of(body, List.of(create(body, "record")), Map.of());
  }

  static WriteRequest ofPutRecord(DataMap body) {
    RepoPath path = path(body);
    return of(body, List.of(new Change.Put(path, record(body, "record"))), swapRecord(body, path));
  }

  static WriteRequest ofDeleteRecord(DataMap body) {
    RepoPath path = path(body);
    return of(body, List.of(new Change.Delete(path)), swapRecord(body, path));
  }

  static WriteRequest ofApplyWrites(DataMap body) {
    List<DataValue> writes =
        body.array("writes").orElseThrow(() -> invalid("writes must be an array"));
    if (writes.size() > MAX_WRITES) {
      throw invalid("Too many writes. Max: " + MAX_WRITES);
    }
    return of(body, writes.stream().map(WriteRequest::change).toList(), Map.of());
  }

  private static WriteRequest of(
      DataMap body, List<Change> changes, Map<RepoPath, Optional<Cid>> swapRecords) {
    return new WriteRequest(
        text(body, "repo"),
        changes,
        body.bool("validate"),
        body.text("swapCommit").map(text -> parsed(text, Cid::parse)),
        swapRecords);
  }

  private static Change change(DataValue item) {
    DataMap write = Body.object(item, "a write");
    String type = write.type().orElse("");
    if (type.equals(CREATE)) {
      return create(write, "value");
    }
    if (type.equals(UPDATE)) {
      return new Change.Update(path(write), record(write, "value"));
    }
    if (type.equals(DELETE)) {
      return new Change.Delete(path(write));
    }
    throw invalid("a write must have the $type " + CREATE + ", " + UPDATE + " or " + DELETE);
  }

  private static Change create(DataMap body, String field) {
    return new Change.Create(
        parsed(text(body, "collection"), Nsid::parse),
        body.text("rkey").map(text -> parsed(text, RecordKey::parse)),
        record(body, field));
  }

  private static RepoPath path(DataMap body) {
    return new RepoPath(
        parsed(text(body, "collection"), Nsid::parse),
        parsed(text(body, "rkey"), RecordKey::parse));
  }

  private static DataMap record(DataMap body, String field) {
    return body.map(field).orElseThrow(() -> invalid(field + " must be an object"));
  }

  private static Map<RepoPath, Optional<Cid>> swapRecord(DataMap body, RepoPath path) {
    return body.has("swapRecord")
        ? Map.of(path, body.text("swapRecord").map(text -> parsed(text, Cid::parse)))
        : Map.of();
  }

  private static <T> T parsed(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (InvalidSyntaxException | InvalidCidException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }
}
