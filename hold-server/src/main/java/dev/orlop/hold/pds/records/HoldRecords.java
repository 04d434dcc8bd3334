package dev.orlop.hold.pds.records;

import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.Repo;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.CommitDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Captain and crew as they are now, kept in memory because every request asks for them, and read
 * anew after each commit that touches them: a revocation holds from the moment it is answered.
 */
public final class HoldRecords implements CommitListener {
  private static final System.Logger LOGGER = System.getLogger(HoldRecords.class.getName());

  private record Snapshot(Optional<Captain> captain, Crew crew) {}

  private volatile @Nullable Repo repo;
  private volatile @Nullable Snapshot snapshot;

  /** Begins to read; until then nobody may ask. */
  public void attach(Repo own) {
    repo = own;
    snapshot = null;
  }

  @Override
  public void committed(CommitDraft draft, long seq) {
    boolean touched =
        draft.ops().stream()
            .map(op -> op.path().collection())
            .anyMatch(nsid -> nsid.equals(Nsids.HOLD_CREW) || nsid.equals(Nsids.HOLD_CAPTAIN));
    if (touched) {
      snapshot = null;
    }
  }

  /** The captain; empty for a hold that nobody has been appointed to yet. */
  public Optional<Captain> captain() {
    return current().captain();
  }

  /** The crew. */
  public Crew crew() {
    return current().crew();
  }

  private Snapshot current() {
    Snapshot known = snapshot;
    return known != null ? known : load();
  }

  /** One thread at a time, so that a load that began before a commit is not kept after it. */
  private synchronized Snapshot load() {
    Repo own = repo;
    if (own == null) {
      throw new IllegalStateException("not attached to a repo yet");
    }
    while (true) {
      var head = own.head();
      Snapshot loaded = new Snapshot(loadCaptain(own), new Crew(loadCrew(own)));
      if (head.equals(own.head())) {
        snapshot = loaded;
        // A commit may have come between the comparison and the line above.
        if (head.equals(own.head())) {
          return loaded;
        }
      }
    }
  }

  private static Optional<Captain> loadCaptain(Repo repo) {
    return repo.value(Captain.PATH).map(Captain::of);
  }

  private static List<Crew.Entry> loadCrew(Repo repo) {
    List<Crew.Entry> entries = new ArrayList<>();
    repo.forEach(
        Nsids.HOLD_CREW,
        record -> {
          try {
            entries.add(new Crew.Entry(record.path().rkey(), CrewMember.of(record.value())));
          } catch (MalformedRecordException e) {
            // It grants nothing, and must not keep the others from being read.
            LOGGER.log(
                System.Logger.Level.WARNING,
                "crew record {0} is ignored: {1}",
                record.path(),
                e.getMessage());
          }
        });
    return entries;
  }
}
