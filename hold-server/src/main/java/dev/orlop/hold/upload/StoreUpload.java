package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StoredBlob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An upload whose parts a store gathers. Most of them come past us: what they take is asked of the
 * store now and then, and held against the limits once more when the upload is completed.
 */
final class StoreUpload implements Upload, PartTaker {
  /** After so many parts were sent past us, the store is asked how large they are. */
  private static final int UNSEEN_PARTS = 10;

  private final UploadId id;
  private final StoreUploads place;
  private final Account account;
  private final PartStore.Gathering gathering;

  private final ReentrantLock lock = new ReentrantLock();
  // Held while completing: who comes second waits and gets the same answer.
  final ReentrantLock completing = new ReentrantLock();

  // Guarded by lock.
  private Session session;
  private State state = State.OPEN;
  private long takenBytes;
  private int unseen;

  private volatile Instant lastActivity;

  /** An upload that is kept already. */
  StoreUpload(StoreUploads place, UploadId id, Session session, Account account) {
    this.id = id;
    this.place = place;
    this.session = session;
    this.account = account;
    this.gathering =
        new PartStore.Gathering(
            id.toString(),
            session
                .gathering()
                .orElseThrow(() -> new IllegalArgumentException("its parts are files")));
    this.lastActivity = place.clock().instant();
  }

  @Override
  public UploadId id() {
    return id;
  }

  PartStore.Gathering gathering() {
    return gathering;
  }

  Session session() {
    lock.lock();
    try {
      return session;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Did owner() {
    return session().owner();
  }

  @Override
  public Instant created() {
    return session().created();
  }

  @Override
  public Instant lastActivity() {
    return lastActivity;
  }

  @Override
  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  boolean move(State from, State to) {
    lock.lock();
    try {
      if (state != from) {
        return false;
      }
      state = to;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public PartTarget target(int number) {
    lastActivity = place.clock().instant();
    if (place.way() == PartWay.THROUGH) {
      return new PartTarget.Open(id, number);
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
      if (state == State.CLOSED || state == State.COMPLETED) {
        return Optional.empty();
      }
      long more = bytes - takenBytes;
      if (more <= 0) {
        account.giveBack(-more);
      } else if (!account.tryTake(more)) {
        return Optional.of(account.noRoom(more));
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
    lastActivity = place.clock().instant();
    if (state() != State.OPEN) {
      return Optional.empty();
    }
    PartStore.PartSink sink = place.parts().send(gathering, number, announced.orElseThrow());
    return Optional.of(new PassingWriter(this, sink));
  }

  /** Whether a part that came through here came in time; the account knows of it already. */
  boolean accept(long bytes) {
    lastActivity = place.clock().instant();
    lock.lock();
    try {
      if (state != State.OPEN) {
        return false;
      }
      takenBytes += bytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompleteResult complete(Digest digest, List<PartRef> list) {
    lastActivity = place.clock().instant();
    return new StoreCompletion(this, place).complete(digest, list);
  }

  /** Writes down what comes of it. */
  void intend(StoredBlob blob) {
    Session completed = session().complete(blob);
    place.sessions().write(id, completed.toText());
    lock.lock();
    try {
      session = completed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean close() {
    if (!move(State.OPEN, State.CLOSED)) {
      return false;
    }
    settle();
    // The session last: if the store refuses, the next process knows what is to be dropped.
    place.parts().drop(gathering);
    place.sessions().remove(id);
    return true;
  }

  @Override
  public void forget() {
    place.sessions().remove(id);
  }

  /** Gives back what it took, whatever became of it; once. */
  void settle() {
    account.close();
    lock.lock();
    try {
      account.giveBack(takenBytes);
      takenBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
