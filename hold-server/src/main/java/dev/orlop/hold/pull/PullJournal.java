package dev.orlop.hold.pull;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes pulls durable. Many threads record at once; whoever writes, writes all that has gathered
 * with one write, while the next ones gather.
 *
 * <p>Where a pull need only outlive the process, the thread that records it writes by itself unless
 * another is at it: handing over costs more than the write. Where it must be on disk, a thread of
 * the journal's own writes and forces; that one also forces now and then what others wrote. It is a
 * platform thread on purpose: forcing blocks, and would take a carrier from the virtual threads.
 */
public final class PullJournal implements AutoCloseable {
  /** How many repositories one generation counts for, so that it fits one commit. */
  public static final int MAX_REPOSITORIES = 150;

  private static final System.Logger LOGGER = System.getLogger(PullJournal.class.getName());
  private static final int MAX_BATCH = 1024;

  private final JournalFolder folder;
  private final AtomicLong lastNumber;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gathered = lock.newCondition();
  // Guarded by lock.
  private List<JournalRequest> queue = new ArrayList<>();
  private boolean closed;

  // What is not folded, the open one last. Whoever writes adds, folding removes.
  private final ConcurrentNavigableMap<Long, Generation> generations =
      new ConcurrentSkipListMap<>();
  private volatile Generation open;
  // Whoever has it writes.
  private final ReentrantLock writing = new ReentrantLock();
  // Guarded by writing.
  private volatile JournalFile file;
  // Of which the disk refused something: what it made of it is unknown, so nobody writes behind it.
  private volatile @Nullable JournalFile broken;
  // Whether something is written and not forced, and if so, when that must be done. Changed by
  // whoever writes, read by the journal's thread.
  private volatile boolean unforced;
  private volatile long forceAt;
  // Of generations that have ended: to be forced and closed by the journal's thread.
  private final Queue<JournalFile> ended = new ConcurrentLinkedQueue<>();
  private final Durability durability;
  private final Thread writer;

  /**
   * Opens the journal: reads what was not folded, begins a new generation.
   *
   * @param folded the last generation that is in the records; zero if there is none
   */
  public PullJournal(Path folder, Disk disk, long folded, Durability durability) {
    this.durability = durability;
    this.folder = new JournalFolder(folder, disk);
    long last = folded;
    for (long number : this.folder.generations()) {
      last = Math.max(last, number);
      Generation found = number <= folded ? new Generation(number) : this.folder.read(number);
      if (found.pulls() == 0) {
        this.folder.delete(number);
      } else {
        generations.put(number, found);
      }
    }
    this.lastNumber = new AtomicLong(last);
    this.file = this.folder.create(lastNumber.incrementAndGet());
    this.open = new Generation(file.generation());
    generations.put(open.number(), open);
    this.writer = Thread.ofPlatform().daemon().name("pull-journal").start(this::writeAll);
  }

  /**
   * Records a pull; it is durable when this returns.
   *
   * @throws PullNotRecordedException if it is not, and will not be
   */
  public void record(ImageRepository repository, PullClass pullClass, Instant at) {
    submit(new JournalRequest.Wish.Keep(new Pull(repository, pullClass, at)));
  }

  /** How many pulls are in the open generation. */
  long openPulls() {
    return open.pulls();
  }

  /** Ends the open generation and begins another, unless nothing is in it. */
  void rotate() {
    if (open.pulls() > 0) {
      // Made here, so that those who record need not wait for it.
      submit(new JournalRequest.Wish.Rotate(folder.create(lastNumber.incrementAndGet())));
    }
  }

  /** Generations that have ended and are not folded yet, oldest first. */
  List<Generation> ended() {
    return List.copyOf(generations.headMap(open.number()).values());
  }

  /** All generations above {@code folded}, the open one too. */
  Iterable<Generation> above(long folded) {
    return generations.tailMap(folded, false).values();
  }

  /** Drops generations that are in the records now. */
  void forget(long folded) {
    for (long number : List.copyOf(generations.headMap(folded, true).keySet())) {
      generations.remove(number);
      folder.delete(number);
    }
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
    if (!writesHere(wish) || !request.isDone()) {
      // Also when another is writing: it may have taken its batch before this was added.
      signal();
    }
    request.await();
  }

  /** Writes what has gathered in the thread that records, if that is how it is done. */
  private boolean writesHere(JournalRequest.Wish wish) {
    // A channel closes for all when an interrupted thread writes to it.
    if (durability == Durability.POWER
        || !(wish instanceof JournalRequest.Wish.Keep)
        || Thread.currentThread().isInterrupted()
        || !writing.tryLock()) {
      return false;
    }
    boolean wasForced = !unforced;
    try {
      process(gathered());
    } finally {
      writing.unlock();
    }
    if (wasForced || !ended.isEmpty()) {
      // So that it looks again what to force, and when.
      signal();
    }
    return true;
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
      boolean due;
      writing.lock();
      try {
        process(batch.get());
        due = unforced && System.nanoTime() - forceAt >= 0;
        unforced &= !due;
      } finally {
        writing.unlock();
      }
      // Outside of the lock: nobody who records waits for the disk.
      tidy();
      if (due) {
        force();
      }
    }
  }

  private void process(List<JournalRequest> batch) {
    List<JournalRequest> pulls = new ArrayList<>(batch.size());
    for (JournalRequest request : batch) {
      switch (request.wish()) {
        case JournalRequest.Wish.Keep _ -> pulls.add(request);
        case JournalRequest.Wish.Rotate(JournalFile next) -> {
          write(pulls);
          pulls.clear();
          rotate(request, next);
        }
      }
    }
    write(pulls);
  }

  // Whatever is thrown: without this thread everybody would wait for ever.
  private void rotate(JournalRequest request, JournalFile next) {
    try {
      rotateTo(next);
      request.succeed();
    } catch (RuntimeException | Error e) {
      request.fail(e);
    }
  }

  /** Waits for requests, or until it is time to force; empty when the journal is closed. */
  private Optional<List<JournalRequest>> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && ended.isEmpty() && !closed) {
        long left = unforced ? forceAt - System.nanoTime() : Long.MAX_VALUE;
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

  /** Forces what was written to the open file. The journal's thread alone ends files for good. */
  private void force() {
    JournalFile now = file;
    try {
      now.force();
    } catch (DiskException e) {
      // Those pulls were answered, and are counted: they are in memory, and go into the records.
      LOGGER.log(System.Logger.Level.ERROR, "the pull journal could not be forced to disk", e);
      broken = now;
    }
  }

  /** Forces and closes the files of generations that have ended. */
  private void tidy() {
    for (JournalFile file = ended.poll(); file != null; file = ended.poll()) {
      try (JournalFile closing = file) {
        closing.force();
      } catch (DiskException e) {
        LOGGER.log(System.Logger.Level.WARNING, "an ended generation could not be tidied", e);
      }
    }
  }

  private void write(List<JournalRequest> requests) {
    int from = 0;
    try {
      while (from < requests.size()) {
        if (file == broken) {
          rotateTo(folder.create(lastNumber.incrementAndGet()));
        }
        int to = writeWhatFits(requests, from);
        if (to < requests.size()) {
          rotateTo(folder.create(lastNumber.incrementAndGet()));
        }
        from = to;
      }
    } catch (RuntimeException | Error e) {
      requests.subList(from, requests.size()).forEach(request -> request.fail(e));
    }
  }

  /** Writes requests until one would count for a repository too many; returns where it stopped. */
  private int writeWhatFits(List<JournalRequest> requests, int from) {
    Generation.Growing growing = open.growing();
    List<Pull> pulls = new ArrayList<>();
    int to = from;
    while (to < requests.size()
        && requests.get(to).wish() instanceof JournalRequest.Wish.Keep(Pull pull)
        && growing.take(pull)) {
      pulls.add(pull);
      to++;
    }
    if (pulls.isEmpty()) {
      return to;
    }
    boolean now = durability == Durability.POWER;
    try {
      file.append(pulls, now);
    } catch (RuntimeException | Error e) {
      broken = file;
      throw e;
    }
    if (!now && !unforced) {
      forceAt = System.nanoTime() + durability.delay().toNanos();
      unforced = true;
    }
    pulls.forEach(open::add);
    requests.subList(from, to).forEach(JournalRequest::succeed);
    return to;
  }

  private void rotateTo(JournalFile next) {
    if (next.generation() < open.number()) {
      // A generation of a later number was begun meanwhile; numbers only go up.
      next.discard();
      return;
    }
    Generation former = open;
    Generation begun = new Generation(next.generation());
    generations.put(begun.number(), begun);
    ended.add(file);
    file = next;
    open = begun;
    unforced = false;
    if (former.pulls() == 0) {
      generations.remove(former.number());
      deleteQuietly(former.number());
    }
    PullStep.ROTATED.reached();
  }

  private void deleteQuietly(long generation) {
    try {
      folder.delete(generation);
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "an empty generation could not be deleted", e);
    }
  }

  /** Stops; what is recorded stays in the folder for the next start. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      gathered.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    writing.lock();
    try {
      ended.add(file);
      tidy();
    } finally {
      writing.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
