package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.PartStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Uploads whose parts a store gathers; what it knows of them is asked of it. */
record StoreUploads(
    PartStore parts,
    PartWay way,
    SessionStore sessions,
    BlobStore blobs,
    UploadLimits limits,
    InstantSource clock)
    implements UploadPlace {
  @Override
  public Upload begin(UploadId id, Session session, Account account) {
    PartStore.Gathering gathering = parts.begin(id.toString());
    UploadStep.FOLDER_MADE.reached();
    Session known = session.gatheredAs(gathering.id());
    try {
      sessions.write(id, known.toText());
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
    return sessions.ids();
  }

  /** The store is not asked yet: it need not be there for the hold to start. */
  @Override
  public Optional<Upload> load(UploadId id, Function<Did, Account> accounts) {
    return sessions
        .read(id)
        .map(Session::parse)
        .map(
            session -> {
              Account account = accounts.apply(session.owner());
              account.reopen();
              return new StoreUpload(this, id, session, account);
            });
  }
}
