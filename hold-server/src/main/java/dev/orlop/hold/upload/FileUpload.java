package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An upload whose parts are in a folder. Many threads may send parts at once; one of them appends
 * to the run, the others write files of their own.
 */
final class FileUpload implements Upload, PartTaker {
  private final UploadId id;
  private final BlobStore blobs;
  private final UploadLimits limits;
  final SessionFolder folder;
  private final Account account;
  private final Disk disk;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  // Held while the running hash catches up, which may take long and leaves the upload usable.
  private final ReentrantLock catchingUp = new ReentrantLock();
  // Held while completing: who comes second waits and gets the same answer.
  final ReentrantLock completing = new ReentrantLock();

  // Guarded by lock.
  private Session session;
  private State state = State.OPEN;
  private final Map<Integer, StoredPart> parts = new TreeMap<>();
  private final Run run;
  // Whoever may append; completing takes it away, so that a connection that hangs stays harmless.
  private @Nullable Object appender;
  private long nextSerial = 1;
  private long logEnd;

  private volatile Instant lastActivity;

  FileUpload(FileUploads place, UploadId id, Session session, Account account) {
    this.id = id;
    this.blobs = place.blobs();
    this.limits = place.limits();
    this.session = session;
    this.folder = new SessionFolder(place.folder(), id, place.disk());
    this.account = account;
    this.disk = place.disk();
    this.clock = place.clock();
    this.run = new Run(session.algorithm());
    this.lastActivity = session.created();
  }

  @Override
  public UploadId id() {
    return id;
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
  public Account account() {
    return account;
  }

  @Override
  public PartTarget target(int number) {
    return new PartTarget.Open(id, number);
  }

  @Override
  public PartResult write(int number, InputStream body, OptionalLong announced) throws IOException {
    return new PartIntake(this, limits, number).take(body, announced);
  }

  @Override
  public CompleteResult complete(Digest digest, List<PartRef> list) {
    return new Completion(this, blobs, limits).complete(digest, list);
  }

  @Override
  public boolean close() {
    if (!move(State.OPEN, State.CLOSED)) {
      return false;
    }
    settle();
    folder.remove();
    return true;
  }

  @Override
  public void forget() {
    folder.remove();
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
  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lastActivity = clock.instant();
    return state() == State.OPEN;
  }

  @Override
  public Instant lastActivity() {
    return lastActivity;
  }

  /** Writes to the run, unless completing or closing took the right to. */
  boolean ifAppending(Object writer, Runnable action) {
    lastActivity = clock.instant();
    lock.lock();
    try {
      if (state != State.OPEN || appender != writer) {
        return false;
      }
      action.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<PartWriter> begin(int number, OptionalLong announced) {
    lastActivity = clock.instant();
    Object token = new Object();
    boolean mayAppend = reserveAppending(number, token);
    try {
      if (mayAppend) {
        catchUp();
      }
      lock.lock();
      try {
        if (state != State.OPEN) {
          return Optional.empty();
        }
        // The run may have turned out to be shorter than it seemed.
        if (appender == token && number == run.size() + 1) {
          PartWriter writer = appendingWriter(number, token);
          mayAppend = false;
          return Optional.of(writer);
        }
        return Optional.of(aloneWriter(number));
      } finally {
        lock.unlock();
      }
    } finally {
      if (mayAppend) {
        stopAppending(token, () -> {});
      }
    }
  }

  private boolean reserveAppending(int number, Object token) {
    lock.lock();
    try {
      if (state != State.OPEN || appender != null || number != run.size() + 1) {
        return false;
      }
      appender = token;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private PartWriter appendingWriter(int number, Object token) {
    FileChannel channel = disk.open(folder.data(), CREATE, WRITE);
    RunWriter.Place place = new RunWriter.Place(number, run.end(), run.hashAfter(run.size()));
    return new RunWriter(this, token, disk, channel, place);
  }

  private PartWriter aloneWriter(int number) {
    long serial = nextSerial++;
    Path file = folder.alone(number, serial);
    return new AloneWriter(this, disk, disk.open(file, CREATE_NEW, WRITE), file, number, serial);
  }

  /** Lets another thread append; the action is left out if the right to was gone already. */
  void stopAppending(Object writer, Runnable ifAppending) {
    lock.lock();
    try {
      if (appender == writer) {
        if (state == State.OPEN) {
          ifAppending.run();
        }
        appender = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a part into the run; false if the right to append was gone already. */
  boolean accept(Object writer, StoredPart.InRun part, MessageDigest hash) {
    return ifAppending(
        writer,
        () -> {
          log(part);
          run.add(part, hash);
          replace(part);
          appender = null;
        });
  }

  /** Takes a part that stands alone; false if the upload was closed meanwhile. */
  boolean accept(StoredPart.Alone part) {
    lock.lock();
    try {
      if (state != State.OPEN) {
        return false;
      }
      log(part);
      replace(part);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void log(StoredPart part) {
    byte[] line = PartsLog.line(part, clock.instant());
    try (FileChannel channel = disk.open(folder.partsLog(), CREATE, WRITE)) {
      disk.write(channel, ByteBuffer.wrap(line), logEnd);
    } catch (IOException e) {
      throw new DiskException("close a parts log", e);
    }
    logEnd += line.length;
    UploadStep.PART_LOGGED.reached();
  }

  private void replace(StoredPart part) {
    StoredPart former = parts.put(part.number(), part);
    if (former != null) {
      account.giveBack(former.size());
      if (former instanceof StoredPart.Alone alone) {
        disk.delete(folder.alone(alone));
      }
    }
  }

  @Override
  public long bytesBesides(int number) {
    lock.lock();
    try {
      return parts.values().stream()
          .filter(part -> part.number() != number)
          .mapToLong(StoredPart::size)
          .sum();
    } finally {
      lock.unlock();
    }
  }

  /** Has the running hash up to the end of the run, reading it again after a restart. */
  void catchUp() {
    catchingUp.lock();
    try {
      int sound = run.catchUp(folder.data());
      lock.lock();
      try {
        while (run.size() > sound) {
          StoredPart lost = run.parts().getLast();
          run.cutTo(run.size() - 1);
          if (parts.remove(lost.number(), lost)) {
            account.giveBack(lost.size());
          }
        }
      } finally {
        lock.unlock();
      }
    } finally {
      catchingUp.unlock();
    }
  }

  /** Puts back what the folder holds after a restart. */
  void restore(UploadLoader.Found found) {
    lock.lock();
    try {
      parts.putAll(found.parts());
      found.run().forEach(run::addUnhashed);
      nextSerial = found.nextSerial();
      logEnd = found.logBytes();
      lastActivity = found.lastActivity();
      account.retake(parts.values().stream().mapToLong(StoredPart::size).sum());
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
      appender = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The parts that were answered; a copy. */
  Map<Integer, StoredPart> parts() {
    lock.lock();
    try {
      return new TreeMap<>(parts);
    } finally {
      lock.unlock();
    }
  }

  /** The run and the parts, for completing: nobody else touches them then. */
  Assembly assembly() {
    return new Assembly(folder, disk, run, parts);
  }

  /** Writes down what came of it. */
  void complete(Session completed) {
    folder.write(completed);
    lock.lock();
    try {
      session = completed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what it took, whatever became of it; once. */
  void settle() {
    account.close();
    account.giveBack(parts().values().stream().mapToLong(StoredPart::size).sum());
  }
}
