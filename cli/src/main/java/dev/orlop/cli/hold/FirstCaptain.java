package dev.orlop.cli.hold;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.mst.RecordWrite;
import java.time.InstantSource;
import java.util.Optional;

/** Makes an account the captain of a hold that has none. */
public final class FirstCaptain {
  private FirstCaptain() {}

  /**
   * On what terms the hold begins.
   *
   * @param isPublic whether anybody may read its blobs
   * @param allowAllCrew whether any account may join the crew by itself
   */
  public record Terms(boolean isPublic, boolean allowAllCrew) {
    /** A hold to play with. */
    public static final Terms OPEN = new Terms(true, true);
  }

  /** Writes the captain's record, unless there is one: false then. */
  public static boolean appoint(Repo repo, Did captain, Terms terms, InstantSource clock) {
    if (repo.record(Captain.PATH).isPresent()) {
      return false;
    }
    Captain record =
        new Captain(
            captain,
            terms.isPublic(),
            terms.allowAllCrew(),
            false,
            Datetime.of(clock.instant()),
            Optional.empty(),
            Optional.empty());
    RecordWrite write = new RecordWrite.Create(Captain.PATH, DagCbor.encode(record.toData()));
    return repo.commit(CommitRequest.of(write)) instanceof CommitResult.Committed;
  }
}
