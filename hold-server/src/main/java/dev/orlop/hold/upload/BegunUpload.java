package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.StoreBusyException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all uploads have in common wherever their parts gather: whose they are, where they are on
 * their way, and that they are completed once.
 */
abstract class BegunUpload implements Upload, PartTaker {
  private static final System.Logger LOGGER = System.getLogger(BegunUpload.class.getName());

  /** How long another process may take that completes it. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final UploadId id;
  private final Account account;
  private final InstantSource clock;

  final ReentrantLock lock = new ReentrantLock();
  // Held while completing: who comes second waits and gets the same answer.
  private final ReentrantLock completing = new ReentrantLock();

  // Guarded by lock.
  private Session session;
  private State state = State.OPEN;

  private volatile Instant lastActivity;

  BegunUpload(
      UploadId id, Session session, Account account, InstantSource clock, Instant lastActivity) {
    this.id = id;
    this.session = session;
    this.account = account;
    this.clock = clock;
    this.lastActivity = lastActivity;
  }

  /** Makes a blob of the parts, durable and visible when this returns, or says why not. */
  abstract CompleteResult assemble(Digest digest, List<PartRef> list);

  /** Begins to end it; empty if another process is at it. */
  abstract Optional<SessionStore.Alone> tryAlone();

  /** Sees what another process may have made of it, while nobody else ends it. */
  abstract void lookAgain();

  /** Removes what is of no use any more in a state. */
  abstract void tidy(State reached);

  /** Gives back to the account what the parts took. */
  abstract void giveBack();

  /** Writes down what comes of it, on disk when this returns. */
  abstract void write(Session completed);

  @Override
  public final UploadId id() {
    return id;
  }

  @Override
  public final Did owner() {
    return session().owner();
  }

  @Override
  public final Instant created() {
    return session().created();
  }

  @Override
  public final Account account() {
    return account;
  }

  @Override
  public final Instant lastActivity() {
    return lastActivity;
  }

  /** Something of it was heard of now. */
  final void heard() {
    heard(clock.instant());
  }

  final void heard(Instant at) {
    lastActivity = at;
  }

  /** Another process has written this. */
  final void written(Session by) {
    lock.lock();
    try {
      session = by;
    } finally {
      lock.unlock();
    }
  }

  final Session session() {
    lock.lock();
    try {
      return session;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Goes from one state to another; false if it is not in the first. */
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

  /** Writes down which blob comes of it, before it does. */
  final void intend(StoredBlob blob) {
    Session completed = session().complete(blob);
    write(completed);
    written(completed);
    UploadStep.INTENT_WRITTEN.reached();
  }

  @Override
  public final CompleteResult complete(Digest digest, List<PartRef> list) {
    heard();
    completing.lock();
    try (SessionStore.Alone _ = alone()) {
      lookAgain();
      return switch (state()) {
        case CLOSED, COMPLETING -> UploadService.noSuchUpload();
        case COMPLETED -> again(session().completed().orElseThrow(), digest);
        case OPEN -> first(digest, list);
      };
    } finally {
      completing.unlock();
    }
  }

  private SessionStore.Alone alone() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    Optional<SessionStore.Alone> mine = tryAlone();
    while (mine.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new StoreBusyException("another hold takes too long to complete the upload");
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
      mine = tryAlone();
    }
    return mine.get();
  }

  private static CompleteResult again(StoredBlob blob, Digest digest) {
    return blob.digest().equals(digest)
        ? new CompleteResult.Completed(blob)
        : new UploadRefused(UploadError.INVALID_DIGEST, "the upload was completed as another blob");
  }

  private CompleteResult first(Digest digest, List<PartRef> list) {
    Optional<UploadRefused> other = session().refusal(digest);
    if (other.isPresent()) {
      return other.get();
    }
    if (!move(State.OPEN, State.COMPLETING)) {
      return UploadService.noSuchUpload();
    }
    State next = State.OPEN;
    try {
      CompleteResult result = assemble(digest, list);
      if (result instanceof CompleteResult.Completed(StoredBlob blob)) {
        account.keep(blob);
      }
      next = after(result);
      return result;
    } catch (DiskException e) {
      return failed(e, e.outOfSpace());
    } catch (BlobStoreException e) {
      return failed(e, e.kind() == BlobStoreException.Kind.NO_ROOM);
    } finally {
      end(next);
    }
  }

  /** Whoever sent other bytes than were announced begins anew; all else can be tried again. */
  private static State after(CompleteResult result) {
    return switch (result) {
      case CompleteResult.Completed _ -> State.COMPLETED;
      case UploadRefused(UploadError error, _) ->
          error == UploadError.INVALID_DIGEST ? State.CLOSED : State.OPEN;
    };
  }

  static UploadRefused wrongDigest(Digest actual) {
    return new UploadRefused(UploadError.INVALID_DIGEST, "the bytes have digest " + actual);
  }

  private static UploadRefused failed(RuntimeException e, boolean full) {
    LOGGER.log(System.Logger.Level.ERROR, "an upload could not be completed", e);
    return full
        ? new UploadRefused(UploadError.NO_ROOM, "the hold has no room left")
        : new UploadRefused(UploadError.COMPLETION_FAILED, "the hold could not store the blob");
  }

  private void end(State next) {
    move(State.COMPLETING, next);
    if (next == State.OPEN) {
      return;
    }
    try {
      tidy(next);
    } catch (DiskException | BlobStoreException e) {
      // What was promised is done; the next start tidies, or it expires.
      LOGGER.log(System.Logger.Level.WARNING, "an upload could not be tidied", e);
    }
    settle();
  }

  @Override
  public final boolean close() {
    Optional<SessionStore.Alone> mine = tryAlone();
    if (mine.isEmpty()) {
      return false;
    }
    try (SessionStore.Alone _ = mine.get()) {
      lookAgain();
      if (!move(State.OPEN, State.CLOSED)) {
        return false;
      }
      settle();
      tidy(State.CLOSED);
      return true;
    }
  }

  /** Gives back what it took, whatever became of it; once. */
  private void settle() {
    account.close();
    giveBack();
  }
}
