package dev.orlop.hold.upload;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.StoreFailedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Uploads whose parts a store gathers; what it knows of them is asked of it. */
record StoreUploads(
    PartStore parts,
    PartWay way,
    SessionStore sessions,
    BlobStore blobs,
    UploadLimits limits,
    InstantSource clock)
    implements UploadPlace {
  private static final System.Logger LOGGER = System.getLogger(StoreUploads.class.getName());

  @Override
  public Upload begin(UploadId id, Session session, Account account) {
    PartStore.Gathering gathering = parts.begin(id.toString());
    UploadStep.FOLDER_MADE.reached();
    Session known = session.gatheredAs(gathering.id());
    try {
      sessions.write(id, known.owner(), known.toText(), clock.instant());
    } catch (RuntimeException e) {
      drop(gathering, e);
      throw e;
    }
    UploadStep.STARTED.reached();
    return new StoreUpload(this, id, known, account);
  }

  private void drop(PartStore.Gathering gathering, RuntimeException failure) {
    try {
      parts.drop(gathering);
    } catch (RuntimeException alsoRefused) {
      failure.addSuppressed(alsoRefused);
    }
  }

  @Override
  public List<UploadId> left() {
    return sessions.left();
  }

  /** The store is not asked yet: it need not be there for the hold to start. */
  @Override
  public Optional<Upload> load(UploadId id, Accounts accounts) {
    return sessions
        .read(id)
        .map(
            kept -> {
              StoreUpload upload = open(id, kept, accounts);
              upload.account().reopen();
              return upload;
            });
  }

  private StoreUpload open(UploadId id, SessionStore.Kept kept, Accounts accounts) {
    Session session = Session.parse(kept.session());
    return new StoreUpload(this, id, session, accounts.of(session.owner(), id));
  }

  @Override
  public boolean isShared() {
    return sessions.isShared();
  }

  @Override
  public Optional<Upload> find(UploadId id, Optional<Upload> known, Accounts accounts) {
    return isShared() ? seen(sessions.touch(id, clock.instant()), id, known, accounts) : known;
  }

  private Optional<Upload> seen(
      Optional<SessionStore.Kept> kept, UploadId id, Optional<Upload> known, Accounts accounts) {
    Optional<StoreUpload> upload =
        known.map(StoreUpload.class::cast).or(() -> kept.map(found -> open(id, found, accounts)));
    // Whoever sends a part of one that is gone is to know, too.
    upload.ifPresent(found -> found.saw(kept));
    return kept.isPresent() ? upload.map(Upload.class::cast) : Optional.empty();
  }

  @Override
  public int expire(Instant idleSince, Instant begunBefore, Accounts accounts) {
    int removed = 0;
    for (UploadId id : sessions.stale(idleSince, begunBefore)) {
      try {
        removed += end(id, accounts) ? 1 : 0;
      } catch (DiskException | BlobStoreException | StoreFailedException e) {
        LOGGER.log(System.Logger.Level.WARNING, "an expired upload could not be removed", e);
      }
    }
    return removed;
  }

  /** Whether it was we who removed an open one. */
  private boolean end(UploadId id, Accounts accounts) {
    Optional<SessionStore.Kept> kept = sessions.read(id);
    if (kept.isEmpty() || kept.get().completed()) {
      boolean unused = sessions.remove(id);
      return false;
    }
    return open(id, kept.get(), accounts).close();
  }
}
