package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An upload whose parts a store gathers. Most of them come past us: what they take is asked of the
 * store now and then, and held against the limits once more when the upload is completed.
 */
final class StoreUpload extends BegunUpload {
  /** After so many parts were sent past us, the store is asked how large they are. */
  private static final int UNSEEN_PARTS = 10;

  private final StoreUploads place;
  private final PartStore.Gathering gathering;

  // Guarded by the lock.
  private long takenBytes;
  private int unseen;

  /** An upload that is kept already. */
  StoreUpload(StoreUploads place, UploadId id, Session session, Account account) {
    super(id, session, account, place.clock(), place.clock().instant());
    this.place = place;
    this.gathering =
        new PartStore.Gathering(
            id.toString(),
            session
                .gathering()
                .orElseThrow(() -> new IllegalArgumentException("its parts are files")));
  }

  PartStore.Gathering gathering() {
    return gathering;
  }

  @Override
  public PartTarget target(int number) {
    heard();
    if (place.way() == PartWay.THROUGH) {
      return new PartTarget.Open(id(), number);
    }
    if (isTimeToLook()) {
      Optional<UploadRefused> fault = look();
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    return new PartTarget.Elsewhere(place.parts().target(gathering, number));
  }

  private boolean isTimeToLook() {
    lock.lock();
    try {
      unseen++;
      if (unseen < UNSEEN_PARTS) {
        return false;
      }
      unseen = 0;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Asks the store what the parts take, and whether they may. */
  private Optional<UploadRefused> look() {
    return measure(place.parts().parts(gathering).orElse(List.of()));
  }

  /** Has the account know what the parts take, and says why not if that is more than they may. */
  Optional<UploadRefused> measure(List<SentPart> parts) {
    long bytes = parts.stream().mapToLong(SentPart::size).sum();
    if (bytes > place.limits().maxBlobBytes()) {
      return Optional.of(place.limits().blobTooLarge());
    }
    lock.lock();
    try {
      if (state() == State.CLOSED || state() == State.COMPLETED) {
        return Optional.empty();
      }
      long more = bytes - takenBytes;
      if (more <= 0) {
        account().giveBack(-more);
      } else if (!account().tryTake(more)) {
        return Optional.of(account().noRoom(more));
      }
      takenBytes = bytes;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public PartResult write(int number, InputStream body, OptionalLong announced) throws IOException {
    if (announced.isEmpty()) {
      return new UploadRefused(
          UploadError.LENGTH_REQUIRED, "the length of a part must be said before it is sent");
    }
    return new PartIntake(this, place.limits(), number).take(body, announced);
  }

  @Override
  public long bytesBesides(int number) {
    lock.lock();
    try {
      return takenBytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<PartWriter> begin(int number, OptionalLong announced) {
    heard();
    if (state() != State.OPEN) {
      return Optional.empty();
    }
    PartStore.PartSink sink = place.parts().send(gathering, number, announced.orElseThrow());
    return Optional.of(new PassingWriter(this, sink));
  }

  /** Whether a part that came through here came in time; the account knows of it already. */
  boolean accept(long bytes) {
    heard();
    lookAgain();
    lock.lock();
    try {
      if (state() != State.OPEN) {
        return false;
      }
      if (!place.sessions().isShared()) {
        takenBytes += bytes;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  CompleteResult assemble(Digest digest, List<PartRef> list) {
    return new StoreCompletion(this, place).assemble(digest, list);
  }

  @Override
  void write(Session completed) {
    place.sessions().write(id(), owner(), completed.toText(), place.clock().instant());
  }

  @Override
  Optional<SessionStore.Alone> tryAlone() {
    return place.sessions().tryAlone(id());
  }

  @Override
  void lookAgain() {
    if (place.sessions().isShared()) {
      saw(place.sessions().read(id()));
    }
  }

  /** This is kept of it now. */
  void saw(Optional<SessionStore.Kept> kept) {
    if (kept.isEmpty()) {
      boolean unused = move(State.OPEN, State.CLOSED);
      return;
    }
    lock.lock();
    try {
      if (state() != State.OPEN) {
        // It is here that it is completed, and what was read may be older.
        return;
      }
      written(Session.parse(kept.get().session()));
      takenBytes = kept.get().bytes();
      if (kept.get().completed()) {
        boolean unused = move(State.OPEN, State.COMPLETED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The session last: if the store refuses, whoever comes next knows what is to be dropped. */
  @Override
  void tidy(State reached) {
    switch (reached) {
      case CLOSED -> {
        place.parts().drop(gathering);
        forget();
      }
      case COMPLETED -> place.sessions().complete(id());
      case OPEN, COMPLETING -> throw new IllegalArgumentException("it goes on: " + reached);
    }
  }

  @Override
  public void forget() {
    boolean unused = place.sessions().remove(id());
  }

  @Override
  void giveBack() {
    lock.lock();
    try {
      account().giveBack(takenBytes);
      takenBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
