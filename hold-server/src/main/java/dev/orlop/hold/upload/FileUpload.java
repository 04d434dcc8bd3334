package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An upload whose parts are in a folder. Many threads may send parts at once; one of them appends
 * to the run, the others write files of their own.
 */
final class FileUpload extends BegunUpload {
  private final BlobStore blobs;
  private final UploadLimits limits;
  private final SessionFolder folder;
  private final Disk disk;
  private final InstantSource clock;

  // Held while the running hash catches up, which may take long and leaves the upload usable.
  private final ReentrantLock catchingUp = new ReentrantLock();

  // Guarded by the lock.
  private final PartBook book;
  private final Run run;
  // Whoever may append; completing takes it away, so that a connection that hangs stays harmless.
  private @Nullable Object appender;

  FileUpload(FileUploads place, UploadId id, Session session, Account account) {
    super(id, session, account, place.clock(), session.created());
    this.blobs = place.blobs();
    this.limits = place.limits();
    this.folder = new SessionFolder(place.folder(), id, place.disk());
    this.disk = place.disk();
    this.clock = place.clock();
    this.book = new PartBook(folder, disk, account);
    this.run = new Run(session.algorithm());
  }

  @Override
  public PartTarget target(int number) {
    return new PartTarget.Open(id(), number);
  }

  @Override
  public PartResult write(int number, InputStream body, OptionalLong announced) throws IOException {
    return new PartIntake(this, limits, number).take(body, announced);
  }

  @Override
  CompleteResult assemble(Digest digest, List<PartRef> list) {
    return new Completion(this, blobs, limits).assemble(digest, list);
  }

  @Override
  Optional<SessionStore.Alone> tryAlone() {
    return Optional.of(() -> {});
  }

  /** Nobody else has it. */
  @Override
  void lookAgain() {}

  @Override
  void tidy(State reached) {
    if (reached == State.COMPLETED) {
      folder.removeParts();
    } else {
      folder.remove();
    }
  }

  @Override
  public void forget() {
    folder.remove();
  }

  @Override
  void write(Session completed) {
    folder.write(completed);
  }

  boolean isOpen() {
    heard();
    return state() == State.OPEN;
  }

  /** Writes to the run, unless completing or closing took the right to. */
  boolean ifAppending(Object writer, Runnable action) {
    heard();
    lock.lock();
    try {
      if (state() != State.OPEN || appender != writer) {
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
    heard();
    Object token = new Object();
    boolean mayAppend = reserveAppending(number, token);
    try {
      if (mayAppend) {
        catchUp();
      }
      lock.lock();
      try {
        if (state() != State.OPEN) {
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
      if (state() != State.OPEN || appender != null || number != run.size() + 1) {
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
    long serial = book.nextSerial();
    Path file = folder.alone(number, serial);
    return new AloneWriter(this, disk, disk.open(file, CREATE_NEW, WRITE), file, number, serial);
  }

  /** Lets another thread append; the action is left out if the right to was gone already. */
  void stopAppending(Object writer, Runnable ifAppending) {
    lock.lock();
    try {
      if (appender == writer) {
        if (state() == State.OPEN) {
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
          book.log(part, clock.instant());
          run.add(part, hash);
          book.put(part);
          appender = null;
        });
  }

  /** Takes a part that stands alone; false if the upload was closed meanwhile. */
  boolean accept(StoredPart.Alone part) {
    lock.lock();
    try {
      if (state() != State.OPEN) {
        return false;
      }
      book.log(part, clock.instant());
      book.put(part);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long bytesBesides(int number) {
    lock.lock();
    try {
      return book.bytesBesides(number);
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
          book.lose(lost);
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
      book.restore(found);
      found.run().forEach(run::addUnhashed);
      heard(found.lastActivity());
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean move(State from, State to) {
    lock.lock();
    try {
      boolean moved = super.move(from, to);
      if (moved) {
        appender = null;
      }
      return moved;
    } finally {
      lock.unlock();
    }
  }

  /** The parts that were answered; a copy. */
  Map<Integer, StoredPart> parts() {
    lock.lock();
    try {
      return book.parts();
    } finally {
      lock.unlock();
    }
  }

  /** The run and the parts, for completing: nobody else touches them then. */
  Assembly assembly() {
    return new Assembly(folder, disk, run, parts());
  }

  /** The files that may hold all of a blob that was intended. */
  List<Path> whole() {
    return List.of(folder.data(), folder.joined());
  }

  @Override
  void giveBack() {
    account().giveBack(bytesBesides(0));
  }
}
