package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.store.StoreBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Clears up: finds blobs that are free, moves them to the trash, empties it. One thing at a time:
 * who comes while something goes on waits. Safe for use by several threads.
 */
public final class Collector {
  private static final System.Logger LOGGER = System.getLogger(Collector.class.getName());

  static final int BATCH = 500;
  private static final Duration PURGE = Duration.ofHours(1);

  /** How long who asks for something waits for another process that is at it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Fewer free blobs than this are never too many at once. */
  private static final long FEW = 100;

  /**
   * What it works on.
   *
   * @param book where it says how far it is
   * @param folder for files of its own, which are there only meanwhile
   * @param blobs the store itself
   * @param keeper of its blobs, through which all is moved
   */
  public record Ground(
      GcBook book,
      Path folder,
      Disk disk,
      BlobStore blobs,
      BlobKeeper keeper,
      Leases leases,
      UsedBlobs used,
      Receipts receipts,
      InstantSource clock) {}

  private final Ground ground;
  private final GcSettings settings;
  private final Candidates candidates;
  private final Runs runs;
  private final Trash trash;
  private Instant nextPurge = Instant.MIN;
  private final ReentrantLock busy = new ReentrantLock();
  private volatile boolean stopped;

  /** A collector that has done nothing yet. */
  public Collector(Ground ground, GcSettings settings) {
    this.ground = ground;
    this.settings = settings;
    ground.disk().createDirectories(ground.folder());
    this.candidates = new Candidates(ground.book());
    this.runs =
        new Runs(
            ground.book(),
            ground.folder(),
            ground.disk(),
            ground.keeper(),
            ground.blobs(),
            ground.receipts(),
            ground.clock());
    this.trash = new Trash(ground.blobs(), runs, settings.retention(), ground.clock());
  }

  /** What the operator chose. */
  public GcSettings settings() {
    return settings;
  }

  /** Ends what goes on as soon as it can be taken up again; nothing begins any more. */
  public void stop() {
    stopped = true;
  }

  /** Waits for who is at it, here or in another process. */
  private <T> T alone(Supplier<T> action) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> done = tryAlone(action);
    while (done.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new StoreBusyException("another hold is at it, and takes long");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      done = tryAlone(action);
    }
    return done.get();
  }

  /** Ends first what somebody was cut off in; empty if another process is at it. */
  private <T> Optional<T> tryAlone(Supplier<T> action) {
    busy.lock();
    try {
      Optional<GcBook.Alone> mine = ground.book().tryAlone();
      if (mine.isEmpty()) {
        return Optional.empty();
      }
      try (GcBook.Alone _ = mine.get()) {
        if (!stopped) {
          Optional<Receipt> unused = runs.resume();
        }
        return Optional.of(action.get());
      }
    } finally {
      busy.unlock();
    }
  }

  /**
   * Does what is due; call it now and then. The trash is emptied of what is due in any case. Leaves
   * it to another process that is at it.
   */
  public void tick() {
    Optional<Cycle> unused =
        tryAlone(
            () -> {
              Instant now = ground.clock().instant();
              if (isDue(now)) {
                return cycle(GcCause.SCHEDULE);
              }
              if (!now.isBefore(nextPurge)) {
                nextPurge = now.plus(PURGE);
                ground.used().settle();
                Optional<Receipt> unusedReceipt = trash.purge(GcCause.SCHEDULE, () -> stopped);
              }
              return Cycle.NOTHING;
            });
  }

  private boolean isDue(Instant now) {
    Optional<Instant> last = candidates.surveyed().map(Candidates.Surveyed::at);
    return !settings.every().isZero()
        && last.filter(at -> now.isBefore(at.plus(settings.every()))).isEmpty();
  }

  /**
   * What a cycle came to.
   *
   * @param purged the run that emptied the trash
   * @param stored what the survey found
   * @param trashed the run that moved blobs to the trash
   * @param held whether it moved none because too many were free at once
   */
  public record Cycle(
      Optional<Receipt> purged, Survey.Totals stored, Optional<Receipt> trashed, boolean held) {
    static final Cycle NOTHING =
        new Cycle(Optional.empty(), Survey.Totals.NONE, Optional.empty(), false);
  }

  /** Empties the trash of what is due, surveys, and collects what was found twice. */
  public Cycle cycle(GcCause cause) {
    return alone(
        () -> {
          ground.used().settle();
          Optional<Receipt> purged = trash.purge(cause, () -> stopped);
          Survey.Totals totals = survey();
          GcStep.SURVEYED.reached();
          boolean held = isTooMuch(totals);
          return new Cycle(purged, totals, held ? Optional.empty() : collect(cause), held);
        });
  }

  private boolean isTooMuch(Survey.Totals totals) {
    boolean tooMuch =
        totals.free() > FEW && totals.free() * 100 > totals.blobs() * settings.maxPercent();
    if (tooMuch) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} of {1} blobs are named by no record: that looks like a mistake, so none is moved."
              + " Look at them with orlop gc plan",
          totals.free(),
          totals.blobs());
    }
    return tooMuch;
  }

  private Survey begin(Optional<Digest> after) {
    return new Survey(
        ground.blobs(),
        ground.used(),
        ground.leases()::isTaken,
        ground.clock().instant().minus(settings.grace()),
        after);
  }

  /** Writes the next candidates: those that are free now, since when they were found so. */
  private Survey.Totals survey() {
    Instant now = ground.clock().instant();
    Survey survey = begin(Optional.empty());
    try (Candidates.Reading before = candidates.read();
        Candidates.Writing after = candidates.write()) {
      Known known = new Known(before.candidates());
      while (survey.hasNext()) {
        if (stopped) {
          return survey.totals();
        }
        survey.next().ifPresent(blob -> after.add(known.seenAgain(blob, now)));
      }
      after.finish(new Candidates.Surveyed(now, survey.totals()));
    }
    return survey.totals();
  }

  /** The candidates before, asked for in order. */
  private static final class Known {
    private final Iterator<Candidate> candidates;
    private Optional<Candidate> next = Optional.empty();

    Known(Iterator<Candidate> candidates) {
      this.candidates = candidates;
    }

    Candidate seenAgain(ListedBlob blob, Instant now) {
      while (next.filter(known -> known.digest().compareTo(blob.digest()) >= 0).isEmpty()
          && candidates.hasNext()) {
        next = Optional.of(candidates.next());
      }
      Instant found =
          next.filter(known -> known.digest().equals(blob.digest()))
              .map(Candidate::found)
              // One that came, or came back, later is another one.
              .filter(before -> before.isAfter(blob.since()))
              .orElse(now);
      return new Candidate(blob.digest(), blob.size(), found);
    }
  }

  private Optional<Receipt> collect(GcCause cause) {
    Instant before = ground.clock().instant().minus(settings.interval());
    Runs.Run run = runs.begin(GcAction.TRASH, cause);
    try (Candidates.Reading reading = candidates.read()) {
      List<StoredBlob> batch = new ArrayList<>();
      Iterator<Candidate> all = reading.candidates();
      while (!stopped && all.hasNext()) {
        Candidate candidate = all.next();
        if (!candidate.found().isAfter(before)) {
          batch.add(new StoredBlob(candidate.digest(), candidate.size()));
        }
        if (batch.size() == BATCH) {
          run.batch(batch);
          batch.clear();
        }
      }
      run.batch(batch);
      return run.finish();
    }
  }

  /**
   * A piece of a plan.
   *
   * @param free blobs
   * @param scanned what was looked at for them
   * @param next where to go on; empty at the end
   */
  public record PlanPage(List<StoredBlob> free, Survey.Totals scanned, Optional<Digest> next) {}

  /**
   * Says what would be collected now, and changes nothing.
   *
   * @param after the digest behind which to go on; empty to begin
   * @param limit of blobs to look at
   */
  public PlanPage plan(Optional<Digest> after, int limit) {
    Survey survey = begin(after);
    List<StoredBlob> free = new ArrayList<>();
    while (survey.hasNext() && survey.totals().blobs() < limit) {
      survey.next().map(ListedBlob::stored).ifPresent(free::add);
    }
    return new PlanPage(
        free, survey.totals(), survey.hasNext() ? survey.position() : Optional.empty());
  }

  /**
   * What became of a list of blobs.
   *
   * @param receipt of those that it was done to, if there were any
   * @param stayed those that it was not done to
   */
  public record Done(Optional<Receipt> receipt, Set<Digest> stayed) {}

  /**
   * Moves blobs of a plan to the trash, as far as they are free still. The plan was the first look
   * at them, so the interval must have gone by since.
   *
   * @throws TooSoonException if it has not
   */
  public Done apply(List<Digest> plan, Instant planned) {
    Instant due = planned.plus(settings.interval());
    if (ground.clock().instant().isBefore(due)) {
      throw new TooSoonException(due);
    }
    return alone(
        () -> {
          ground.used().settle();
          return run(GcAction.TRASH, sized(plan));
        });
  }

  /** What is not stored is left out. */
  private List<StoredBlob> sized(List<Digest> digests) {
    List<StoredBlob> sized = new ArrayList<>();
    for (Digest digest : digests) {
      OptionalLong size = ground.blobs().size(digest);
      size.ifPresent(bytes -> sized.add(new StoredBlob(digest, bytes)));
    }
    return sized;
  }

  private Done run(GcAction action, List<StoredBlob> blobs) {
    Set<Digest> stayed = new HashSet<>();
    Runs.Run run = runs.begin(action, GcCause.OPERATOR);
    for (int from = 0; from < blobs.size(); from += BATCH) {
      stayed.addAll(run.batch(blobs.subList(from, Math.min(from + BATCH, blobs.size()))));
    }
    return new Done(run.finish(), stayed);
  }

  /** Takes blobs back from the trash. */
  public Done restore(Set<Digest> wanted) {
    return alone(
        () -> {
          List<StoredBlob> found = trash.find(wanted);
          Set<Digest> missing = new HashSet<>(wanted);
          found.forEach(blob -> missing.remove(blob.digest()));
          Done done = run(GcAction.RESTORE, found);
          missing.addAll(done.stayed());
          return new Done(done.receipt(), missing);
        });
  }

  /** Takes so many blobs back from the trash at most, whichever come first. */
  public Done restoreAll(int limit) {
    return alone(() -> run(GcAction.RESTORE, trash.first(limit)));
  }

  /**
   * How it stands.
   *
   * @param surveyed when the last survey was, and {@code stored} what it found
   * @param trash what lies there
   * @param leases on blobs
   */
  public record Standing(
      Optional<Instant> surveyed, Survey.Totals stored, Trash.Contents trash, long leases) {}

  /** How it stands. Goes through the trash. */
  public Standing standing() {
    Optional<Candidates.Surveyed> last = candidates.surveyed();
    return new Standing(
        last.map(Candidates.Surveyed::at),
        last.map(Candidates.Surveyed::totals).orElse(Survey.Totals.NONE),
        trash.contents(),
        ground.leases().count());
  }
}
