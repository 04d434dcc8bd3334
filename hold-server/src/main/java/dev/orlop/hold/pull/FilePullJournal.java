package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.lexicons.RepositoryName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pulls in files. Many threads record at once; whoever writes, writes all that has gathered with
 * one write, while the next ones gather.
 *
 * <p>Where a pull need only outlive the process, the thread that records it writes by itself, and
 * what others add meanwhile: handing over costs more than the write. Where it must be on disk, a
 * thread of the journal's own writes and forces; that one also forces now and then what others
 * wrote. It is a platform thread on purpose: forcing blocks, and would take a carrier from the
 * virtual threads.
 */
public final class FilePullJournal implements PullJournal {
  private static final int MAX_BATCH = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gathered = lock.newCondition();
  // Guarded by lock.
  private List<JournalRequest> queue = new ArrayList<>();
  private boolean closed;

  // Whoever has it may use the writer.
  private final ReentrantLock writing = new ReentrantLock();
  private final JournalWriter writer;
  private final Durability durability;
  private final Thread thread;

  /**
   * Opens the journal: reads what was not folded, begins a new generation.
   *
   * @param folded the last generation that is in the records; zero if there is none
   */
  public FilePullJournal(Path folder, Disk disk, long folded, Durability durability) {
    this.durability = durability;
    this.writer = new JournalWriter(new JournalFolder(folder, disk), folded, durability);
    this.thread = Thread.ofPlatform().daemon().name("pull-journal").start(this::writeAll);
  }

  @Override
  public void record(ImageRepository repository, PullClass pullClass, Instant at) {
    submit(new JournalRequest.Wish.Keep(new Pull(repository, pullClass, at)));
  }

  @Override
  public long openPulls() {
    return writer.open().pulls();
  }

  @Override
  public void rotate() {
    if (openPulls() > 0) {
      // Made here, so that those who record need not wait for it.
      submit(new JournalRequest.Wish.Rotate(writer.newFile()));
    }
  }

  @Override
  public List<Generation> ended() {
    return writer.ended();
  }

  /** All generations above {@code folded}, the open one too. */
  Iterable<Generation> above(long folded) {
    return writer.above(folded);
  }

  @Override
  public Optional<Tally> above(long folded, ImageRepository repository) {
    Optional<Tally> sum = Optional.empty();
    for (Generation generation : above(folded)) {
      Optional<Tally> tally = generation.tally(repository);
      if (tally.isPresent()) {
        sum = sum.map(tally.get()::plus).or(() -> tally);
      }
    }
    return sum;
  }

  @Override
  public Set<RepositoryName> names(Did owner) {
    Set<RepositoryName> names = new HashSet<>();
    for (Generation generation : above(0)) {
      for (ImageRepository repository : generation.tallies().keySet()) {
        if (repository.owner().equals(owner)) {
          names.add(repository.name());
        }
      }
    }
    return names;
  }

  @Override
  public void forget(long folded) {
    writer.forget(folded);
  }

  private void submit(JournalRequest.Wish wish) {
    JournalRequest request = new JournalRequest(wish);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the pull journal is closed");
      }
      queue.add(request);
    } finally {
      lock.unlock();
    }
    if (durability == Durability.PROCESS && wish instanceof JournalRequest.Wish.Keep) {
      writeHere();
    }
    if (!request.isDone()) {
      signal();
    }
    request.await();
  }

  /** Writes what has gathered, in the thread that records. */
  private void writeHere() {
    // A channel closes for all when an interrupted thread writes to it.
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    boolean slept;
    writing.lock();
    try {
      slept = !writer.isBehind();
      writer.process(gathered());
    } finally {
      writing.unlock();
    }
    if (slept && writer.isBehind()) {
      // So that the journal's thread looks again what to force, and when.
      signal();
    }
  }

  private void signal() {
    lock.lock();
    try {
      gathered.signal();
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    for (Optional<List<JournalRequest>> batch = take(); batch.isPresent(); batch = take()) {
      writing.lock();
      try {
        writer.process(batch.get());
      } finally {
        writing.unlock();
      }
      // Outside of the lock: nobody who records waits for the disk.
      writer.catchUp();
    }
    writing.lock();
    try {
      writer.close();
    } finally {
      writing.unlock();
    }
  }

  /** Waits for requests, or until it is time to force; empty when the journal is closed. */
  private Optional<List<JournalRequest>> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        long left = writer.nanosToForce();
        if (left <= 0) {
          return Optional.of(List.of());
        }
        gathered.awaitNanos(left);
      }
      return queue.isEmpty() && closed ? Optional.empty() : Optional.of(gathered());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the thread of the journal", e);
    } finally {
      lock.unlock();
    }
  }

  /** What has gathered, and is somebody's to write now. */
  private List<JournalRequest> gathered() {
    lock.lock();
    try {
      if (queue.size() <= MAX_BATCH) {
        List<JournalRequest> all = queue;
        queue = new ArrayList<>();
        return all;
      }
      List<JournalRequest> first = new ArrayList<>(queue.subList(0, MAX_BATCH));
      queue.subList(0, MAX_BATCH).clear();
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      gathered.signal();
    } finally {
      lock.unlock();
    }
    Ends.await(thread);
  }
}
