package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One upload and its parts. Many threads may send parts at once; one of them appends to the run,
 * the others write files of their own.
 */
final class Upload {
  /** Where the upload is on its way. */
  enum State {
    OPEN,
    COMPLETING,
    COMPLETED,
    /** Aborted, expired or failed: there is no such upload any more. */
    CLOSED
  }

  final UploadId id;
  final SessionFolder folder;
  final Account account;
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

  Upload(
      UploadId id,
      Session session,
      SessionFolder folder,
      Account account,
      Disk disk,
      InstantSource clock) {
    this.id = id;
    this.session = session;
    this.folder = folder;
    this.account = account;
    this.disk = disk;
    this.clock = clock;
    this.run = new Run(session.algorithm());
    this.lastActivity = session.created();
  }

  Did owner() {
    return session().owner();
  }

  Session session() {
    lock.lock();
    try {
      return session;
    } finally {
      lock.unlock();
    }
  }

  State state() {
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

  Instant lastActivity() {
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

  /** Begins to take a part; empty if the upload is not open. */
  Optional<PartWriter> begin(int number) {
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

  /** The bytes of all parts but this one. */
  long bytesBesides(int number) {
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
