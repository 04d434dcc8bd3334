package dev.orlop.hold.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The disk of this machine, until a test says that it refuses something; and it remembers what was
 * asked of it. Safe for use by many threads.
 */
public final class FaultyDisk implements Disk {
  /** What a disk does. */
  public enum Op {
    OPEN,
    WRITE,
    TRUNCATE,
    FORCE,
    FORCE_DIRECTORY,
    MOVE,
    CREATE_DIRECTORIES,
    DELETE
  }

  private static final String FULL = "No space left on device";

  private final AtomicReference<Predicate<Op>> refusal = new AtomicReference<>(_ -> false);
  private final AtomicReference<String> reason = new AtomicReference<>(FULL);
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private final List<Op> done = new ArrayList<>();

  /** From now on refuses what {@code refused} says, as a full disk does. */
  public void refuse(Predicate<Op> refused) {
    refusal.set(refused);
  }

  /** From now on has no room: takes no bytes, no names. */
  public void fill() {
    refuse(op -> op == Op.WRITE || op == Op.CREATE_DIRECTORIES || op == Op.OPEN);
  }

  /** From now on refuses all that changes anything, as a disk does that was mounted read-only. */
  public void protect() {
    reason.set("Read-only file system");
    refuse(_ -> true);
  }

  /** From now on takes so many bytes, the last write in part, and then no more. */
  public void fillAfter(long bytes) {
    room.set(bytes);
  }

  /** From now on takes so many operations, and then no more. */
  public void breakAfter(int operations) {
    AtomicInteger left = new AtomicInteger(operations);
    refuse(_ -> left.getAndDecrement() <= 0);
  }

  /** From now on refuses one operation only, after so many that it takes. */
  public void failOnceAfter(int operations) {
    AtomicInteger left = new AtomicInteger(operations);
    refuse(_ -> left.getAndDecrement() == 0);
  }

  /** Refuses nothing any more. */
  public void mend() {
    room.set(Long.MAX_VALUE);
    reason.set(FULL);
    refuse(_ -> false);
  }

  /** What was done so far, in order. */
  public synchronized List<Op> done() {
    return List.copyOf(done);
  }

  /** Forgets what was done. */
  public synchronized void forget() {
    done.clear();
  }

  private void next(Op op) {
    if (refusal.get().test(op)) {
      throw refused();
    }
    synchronized (this) {
      done.add(op);
    }
  }

  private DiskException refused() {
    return new DiskException("do it", new IOException(reason.get()));
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) {
    next(Op.OPEN);
    return REAL.open(file, options);
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes, long position) {
    next(Op.WRITE);
    int length = bytes.remaining();
    long left = room.getAndUpdate(before -> Math.max(before - length, 0));
    if (left < length) {
      REAL.write(file, bytes.slice(bytes.position(), (int) left), position);
      throw refused();
    }
    REAL.write(file, bytes, position);
  }

  @Override
  public void truncate(FileChannel file, long size) {
    next(Op.TRUNCATE);
    REAL.truncate(file, size);
  }

  @Override
  public void force(FileChannel file) {
    next(Op.FORCE);
    REAL.force(file);
  }

  @Override
  public void forceDirectory(Path directory) {
    next(Op.FORCE_DIRECTORY);
    REAL.forceDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) {
    next(Op.MOVE);
    REAL.move(from, to);
  }

  @Override
  public void createDirectories(Path directory) {
    next(Op.CREATE_DIRECTORIES);
    REAL.createDirectories(directory);
  }

  @Override
  public void delete(Path path) {
    next(Op.DELETE);
    REAL.delete(path);
  }
}
