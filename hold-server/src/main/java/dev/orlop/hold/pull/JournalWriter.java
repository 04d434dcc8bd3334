package dev.orlop.hold.pull;

import dev.orlop.hold.disk.DiskException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the journal and their files: writes pulls into the open one, ends it, begins
 * the next. One thread at a time may {@link #process} and {@link #close}; one thread, always the
 * same, may {@link #catchUp}; all else is for any thread.
 */
final class JournalWriter implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(JournalWriter.class.getName());

  private final JournalFolder folder;
  private final Durability durability;
  private final AtomicLong lastNumber;
  // What is not folded, the open one last. Whoever writes adds, folding removes.
  private final ConcurrentNavigableMap<Long, Generation> generations =
      new ConcurrentSkipListMap<>();
  private volatile Generation open;
  private volatile JournalFile file;
  // Of which the disk refused something: what it made of it is unknown, so nobody writes behind it.
  private volatile @Nullable JournalFile broken;
  // Whether something is written and not forced, and if so, when that must be done.
  private volatile boolean unforced;
  private volatile long forceAt;
  // Of generations that have ended: to be forced and closed.
  private final Queue<JournalFile> endedFiles = new ConcurrentLinkedQueue<>();

  /** Reads what was not folded, begins a new generation. */
  JournalWriter(JournalFolder folder, long folded, Durability durability) {
    this.folder = folder;
    this.durability = durability;
    long last = folded;
    for (long number : folder.generations()) {
      last = Math.max(last, number);
      Generation found = number <= folded ? new Generation(number) : folder.read(number);
      if (found.pulls() == 0) {
        folder.delete(number);
      } else {
        generations.put(number, found);
      }
    }
    this.lastNumber = new AtomicLong(last);
    this.file = newFile();
    this.open = new Generation(file.generation());
    generations.put(open.number(), open);
  }

  /** A file for the next generation. */
  JournalFile newFile() {
    return folder.create(lastNumber.incrementAndGet());
  }

  /** The generation that is written to. */
  Generation open() {
    return open;
  }

  List<Generation> ended() {
    return List.copyOf(generations.headMap(open.number()).values());
  }

  Iterable<Generation> above(long folded) {
    return generations.tailMap(folded, false).values();
  }

  void forget(long folded) {
    for (long number : List.copyOf(generations.headMap(folded, true).keySet())) {
      generations.remove(number);
      folder.delete(number);
    }
  }

  /** Whether something is written that is not forced. */
  boolean isBehind() {
    return unforced || !endedFiles.isEmpty();
  }

  /** How long until something must be forced; zero or less: now. */
  long nanosToForce() {
    if (!endedFiles.isEmpty()) {
      return 0;
    }
    return unforced ? forceAt - System.nanoTime() : Long.MAX_VALUE;
  }

  /** Does what is asked for, and tells those who wait. */
  void process(List<JournalRequest> batch) {
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

  /** Forces what must be by now. */
  void catchUp() {
    tidy();
    if (unforced && forceAt - System.nanoTime() <= 0) {
      // First: what is written from here on asks to be forced again.
      unforced = false;
      force();
    }
  }

  /** Forces what was written to the open file. */
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
    for (JournalFile file = endedFiles.poll(); file != null; file = endedFiles.poll()) {
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
          rotateTo(newFile());
        }
        int to = writeWhatFits(requests, from);
        if (to < requests.size()) {
          rotateTo(newFile());
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
    endedFiles.add(file);
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

  @Override
  public void close() {
    endedFiles.add(file);
    tidy();
  }
}
