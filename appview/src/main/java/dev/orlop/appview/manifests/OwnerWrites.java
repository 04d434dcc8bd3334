package dev.orlop.appview.manifests;

import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.hold.HoldChoice;
import dev.orlop.appview.hold.HoldNotices;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.UnusableRecordException;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes manifests and tags to the repo of their owner, in the owner's session: the bytes, the
 * record that refers to them, then the hold is told, and the tags come last. What ends in the
 * middle leaves nothing that leads nowhere, and can be done again; a tag never names what the hold
 * does not know, and so might clean up.
 */
public final class OwnerWrites implements ManifestWrites {
  /** How often another writer may come between before a push is given up. */
  private static final int MAX_ATTEMPTS = 5;

  private static final Logger LOG = System.getLogger(OwnerWrites.class.getName());

  private final OwnerRecords records;
  private final PdsSessions sessions;
  private final HoldChoice holds;
  private final HoldNotices notices;
  private final InstantSource clock;

  /**
   * With the sessions of those who push.
   *
   * @param repos where it is looked up what is there already
   */
  public OwnerWrites(
      UserRepos repos,
      PdsSessions sessions,
      HoldChoice holds,
      HoldNotices notices,
      InstantSource clock) {
    this.records = new OwnerRecords(repos);
    this.sessions = sessions;
    this.holds = holds;
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  public void put(Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags) {
    Did owner = caller.requireOwner(repository);
    Hold hold = holds.forPush(owner);
    OwnerRepo repo = new OwnerRepo(sessions, owner);
    BlobRef bytes = repo.upload(manifest);
    Instant now = clock.instant();
    Written written =
        put(
            repo,
            owner,
            RecordRoom.fitted(
                ManifestRecord.of(repository.name(), manifest, hold.did(), bytes, now)));
    try {
      notices.pushed(owner, hold, repository, manifest, tags.stream().findFirst().map(Tag::value));
    } catch (OciException refusal) {
      // Any other failure may come after the hold has written it down.
      if (refusal.error() == OciError.DENIED) {
        takeBack(repo, written, refusal);
      }
      throw refusal;
    }
    for (Tag tag : tags) {
      TagRecord record = TagRecord.of(repository.name(), tag, manifest.digest(), now);
      repo.put(Nsids.TAG, key(owner, record), record.toData(owner));
    }
  }

  /**
   * A record of a manifest that was just written.
   *
   * @param before what was there
   */
  private record Written(RecordKey rkey, Optional<DataMap> before, DataMap record) {}

  /** There are servers that take less in one call than the network takes in a record. */
  private Written put(OwnerRepo repo, Did owner, ManifestRecord record) {
    try {
      return putWhole(repo, owner, record);
    } catch (OciException e) {
      if (e.status() != 413 || record.annotations().isEmpty()) {
        throw e;
      }
      return putWhole(repo, owner, record.withAnnotations(Map.of()));
    }
  }

  /** Two pushes of one manifest to two repositories at once must not write over each other. */
  private Written putWhole(OwnerRepo repo, Did owner, ManifestRecord record) {
    RecordKey usual = ManifestRecord.rkey(record.digest());
    RecordKey own = ManifestRecord.rkey(record.digest(), record.repository());
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      RecordKey rkey = usual;
      Optional<DataMap> before = records.manifestNow(owner, usual);
      if (before.filter(there -> isOfAnother(there, record)).isPresent()) {
        rkey = own;
        before = records.manifestNow(owner, own);
      }
      Written written = new Written(rkey, before, record.toData());
      if (repo.swap(Nsids.MANIFEST, rkey, before.map(DagCbor::cid), written.record())) {
        return written;
      }
    }
    throw OciError.UNAVAILABLE
        .exception("others push the same manifest all the time")
        .retryAfter(Duration.ofSeconds(1));
  }

  /** What the hold refused leaves no trace, unless another push came between. */
  private static void takeBack(OwnerRepo repo, Written written, OciException refusal) {
    Cid now = DagCbor.cid(written.record());
    try {
      boolean unused =
          written.before().isPresent()
              ? repo.swap(Nsids.MANIFEST, written.rkey(), Optional.of(now), written.before().get())
              : repo.delete(Nsids.MANIFEST, written.rkey(), now);
    } catch (OciException e) {
      refusal.addSuppressed(e);
    }
  }

  /** What is of no use is nobody's. */
  private static boolean isOfAnother(DataMap there, ManifestRecord record) {
    try {
      ManifestRecord other = ManifestRecord.of(there);
      return other.digest().equals(record.digest())
          && !other.repository().equals(record.repository());
    } catch (UnusableRecordException _) {
      return false;
    }
  }

  /** Two tags can have one key; the one that comes later gets another. */
  private RecordKey key(Did owner, TagRecord tag) {
    RecordKey usual = TagRecord.rkey(tag.repository(), tag.tag());
    return records
        .tagNow(owner, usual)
        .filter(there -> !there.is(tag.repository(), tag.tag()))
        .map(_ -> TagRecord.spareKey(tag.repository(), tag.tag()))
        .orElse(usual);
  }

  @Override
  public boolean delete(Caller caller, Repository repository, Reference reference) {
    Did owner = caller.requireOwner(repository);
    return switch (reference) {
      case Reference.ByTag(Tag tag) -> delete(owner, repository, tag);
      case Reference.ByDigest(Digest digest) -> delete(owner, repository, digest);
    };
  }

  private boolean delete(Did owner, Repository repository, Tag tag) {
    List<Edit> edits = Removal.ofTag(repository.name(), tag, records.tagsNow(owner));
    new OwnerRepo(sessions, owner).apply(edits);
    return !edits.isEmpty();
  }

  private boolean delete(Did owner, Repository repository, Digest digest) {
    Removal removal =
        Removal.ofManifest(
            repository.name(), digest, records.tagsNow(owner), records.manifestsNow(owner));
    List<Edit> edits = removal.edits();
    new OwnerRepo(sessions, owner).apply(edits);
    removal.holds().forEach(hold -> tell(owner, hold, repository, digest));
    return !edits.isEmpty();
  }

  /** The manifest is gone, whatever the hold says: what it does not hear of stays there. */
  private void tell(Did owner, HoldRef named, Repository repository, Digest digest) {
    try {
      Hold hold = holds.named(named);
      if (!notices.deleted(owner, hold, repository, digest)) {
        LOG.log(Level.DEBUG, "the hold {0} keeps what {1} used", hold, digest);
      }
    } catch (OciException e) {
      LOG.log(
          Level.WARNING,
          "the hold {0} was not told that {1} was deleted from {2}: {3}",
          named,
          digest,
          repository,
          e.getMessage());
    }
  }
}
