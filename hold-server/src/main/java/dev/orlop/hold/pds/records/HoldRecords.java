package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.RecordChange;
import dev.orlop.hold.pds.RecordFollower;
import dev.orlop.hold.pds.Repo;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Captain and crew, kept in memory because every request asks for them, and as they are when they
 * are asked for, whichever process wrote last: a revocation holds from the moment it is answered.
 */
public final class HoldRecords implements RecordFollower {
  private static final System.Logger LOGGER = System.getLogger(HoldRecords.class.getName());

  /** Captain and crew of one moment. */
  public record Moment(Optional<Captain> captain, Crew crew) {}

  private final Followers followers;

  // Used by whoever loads or tells, one at a time.
  private Optional<Captain> captain = Optional.empty();
  private SortedMap<RecordKey, CrewMember> crew = new TreeMap<>();

  private volatile @Nullable Moment known;

  /** Follows a repo with others; nobody may ask until those have read its records. */
  public HoldRecords(Followers followers) {
    this.followers = followers;
    followers.add(this);
  }

  @Override
  public Set<Nsid> collections() {
    return Set.of(Nsids.HOLD_CAPTAIN, Nsids.HOLD_CREW);
  }

  @Override
  public void load(Repo repo) {
    captain = repo.value(Captain.PATH).flatMap(HoldRecords::captain);
    crew = new TreeMap<>();
    repo.forEach(Nsids.HOLD_CREW, entry -> enlist(entry.path(), entry.value()));
    publish();
  }

  @Override
  public void changed(List<RecordChange> changes) {
    for (RecordChange change : changes) {
      if (change.path().equals(Captain.PATH)) {
        captain = change.value().flatMap(HoldRecords::captain);
      } else if (change.path().collection().equals(Nsids.HOLD_CREW)) {
        crew.remove(change.path().rkey());
        change.value().ifPresent(value -> enlist(change.path(), value));
      }
    }
    publish();
  }

  private static Optional<Captain> captain(DataMap value) {
    try {
      return Optional.of(Captain.of(value));
    } catch (MalformedRecordException e) {
      // It opens nothing to anybody.
      LOGGER.log(System.Logger.Level.ERROR, "the captain record is ignored: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private void enlist(RepoPath path, DataMap value) {
    try {
      crew.put(path.rkey(), CrewMember.of(value));
    } catch (MalformedRecordException e) {
      // It grants nothing, and must not keep the others from being read.
      LOGGER.log(
          System.Logger.Level.WARNING, "crew record {0} is ignored: {1}", path, e.getMessage());
    }
  }

  private void publish() {
    List<Crew.Entry> entries =
        crew.entrySet().stream()
            .map(entry -> new Crew.Entry(entry.getKey(), entry.getValue()))
            .toList();
    known = new Moment(captain, new Crew(entries));
  }

  /**
   * Both as they are now.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if that cannot be had
   */
  public Moment now() {
    Cid unused = followers.follow();
    return known();
  }

  /**
   * Both as they were when somebody last asked for how they are: for whoever asks very often, of a
   * caller who was let in just before.
   */
  public Moment known() {
    Moment last = known;
    if (last == null) {
      throw new IllegalStateException("no records are read yet");
    }
    return last;
  }

  /** The captain, now; empty for a hold that nobody has been appointed to yet. */
  public Optional<Captain> captain() {
    return now().captain();
  }

  /** The crew, now. */
  public Crew crew() {
    return now().crew();
  }
}
