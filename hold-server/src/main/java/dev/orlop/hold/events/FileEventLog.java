package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitNews;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Events in segment files, of what the repos' logs hold. */
public final class FileEventLog extends FollowedLog implements CommitListener {
  private static final System.Logger LOGGER = System.getLogger(FileEventLog.class.getName());
  private static final long MAX_UNWRITTEN_BYTES = 32L << 20;

  /**
   * How many seqs a machine that died may have taken with it, after somebody saw them: they are not
   * given again, and who knows them is not ahead of us.
   */
  private static final long MAX_LOST_SEQS = 10_000_000;

  /** More would make the first of them wait long for the last. */
  private static final long MAX_WRITE_BYTES = 4L << 20;

  private final Settings settings;
  private final InstantSource clock;
  private final SeqClock seqs;
  private final Predicate<Did> active;
  private final EventFiles files;
  private final SmallFile checkpointFile;
  private final Forgotten forgotten;
  private final boolean begun;
  private final boolean unfinished;

  private final ReentrantLock lock = new ReentrantLock();
  private final Unwritten unwritten = new Unwritten(MAX_UNWRITTEN_BYTES);
  private final Recovery recovery;
  private volatile long lastSeq;
  private volatile long floor;

  /** Guarded by {@link #tidying}. */
  private Checkpoint checkpoint;

  private final ReentrantLock tidying = new ReentrantLock();

  private FileEventLog(
      Ground ground,
      Settings settings,
      EventOpening.Found found,
      SmallFile checkpointFile,
      Forgotten forgotten) {
    super(settings);
    this.settings = settings;
    this.clock = ground.clock();
    this.seqs = ground.seqs();
    this.active = ground.active();
    this.checkpointFile = checkpointFile;
    this.forgotten = forgotten;
    this.files =
        new EventFiles(ground.disk(), ground.folder(), settings.segmentBytes(), found.segments());
    // A log that begins now knows of everything before that there is nothing to tell.
    long settled = found.checkpoint().map(Checkpoint::settled).orElseGet(seqs::next);
    this.recovery = new Recovery(seqs, settled, found.told());
    this.begun = found.checkpoint().isEmpty();
    this.unfinished = found.checkpoint().map(before -> !before.closed()).orElse(false);
    this.lastSeq = Math.max(found.last() + (unfinished ? MAX_LOST_SEQS : 0), settled);
    this.floor = files.segments().isEmpty() ? lastSeq : files.segments().getFirst().first() - 1;
    this.checkpoint = checkpoint(settled).withClosed(false);
    seqs.sawSeq(lastSeq);
  }

  /**
   * What the log stands on.
   *
   * @param seqs that the repos number their commits with too
   * @param active whether the network is told of an account's commits
   */
  public record Ground(
      Disk disk, Path folder, InstantSource clock, SeqClock seqs, Predicate<Did> active) {}

  /**
   * Opens the log, or begins one. Then the repos are opened, and replay what the index lacks; then
   * {@link #recovered} is called.
   *
   * @throws StoreFailedException if the disk refuses
   */
  public static FileEventLog open(Ground ground, Settings settings) {
    Path folder = ground.folder();
    SmallFile checkpointFile = new SmallFile(ground.disk(), folder, "checkpoint");
    try {
      EventOpening.Found found = EventOpening.open(ground.disk(), folder, checkpointFile);
      Forgotten forgotten = Forgotten.open(new SmallFile(ground.disk(), folder, "forgotten"));
      FileEventLog log = new FileEventLog(ground, settings, found, checkpointFile, forgotten);
      checkpointFile.write(log.checkpoint.lines());
      return log;
    } catch (IOException | DiskException e) {
      throw new StoreFailedException("cannot open the log of events in " + folder, e);
    }
  }

  @Override
  public boolean needsReplay() {
    return unfinished;
  }

  @Override
  public boolean isNew() {
    return begun;
  }

  @Override
  public void recovered() {
    lock.lock();
    try {
      recovery.end();
    } finally {
      lock.unlock();
    }
    tidy();
  }

  @Override
  public void committed(CommitDraft draft, long seq) {
    News news = News.of(CommitNews.of(draft));
    lock.lock();
    try {
      // Asked under the lock: once the log was told that an account rests, no commit follows.
      if (!active.test(draft.commit().did())) {
        return;
      }
      unwritten.add(news);
    } finally {
      lock.unlock();
    }
    EventStep.TOLD.reached();
  }

  @Override
  public void replayed(Did did, Group group, LogReader blocks) {
    lock.lock();
    try {
      if (recovery.isMissing(did, group) && active.test(did)) {
        unwritten.add(GroupNews.of(did, group, blocks));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settled() {
    flush();
  }

  @Override
  void tell(News news) {
    add(news);
    flush();
    force();
  }

  void add(News news) {
    lock.lock();
    try {
      unwritten.add(news);
    } finally {
      lock.unlock();
    }
    EventStep.TOLD.reached();
  }

  /** Writes what waits. What the disk refuses waits on; nobody is failed by it. */
  private void flush() {
    lock.lock();
    try {
      while (!unwritten.isEmpty()) {
        List<News> first = unwritten.first(MAX_WRITE_BYTES);
        write(first);
        unwritten.drop(first.size());
      }
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.ERROR, "events wait, since the disk refuses them", e);
    } finally {
      lock.unlock();
    }
  }

  private void write(List<News> news) {
    Batch batch = new Batch(lastSeq, news.size());
    Datetime now = Datetime.of(clock.instant());
    for (News one : news) {
      batch.add(one.did(), one.toEvent(seqs.next(), now));
    }
    files.append(batch.entries(), batch.first(), batch.offsets());
    EventStep.WRITTEN.reached();
    Chunk chunk = batch.chunk();
    window().add(chunk);
    lastSeq = chunk.last();
    waiters().wake();
  }

  @Override
  public void forget(Did did) {
    lock.lock();
    try {
      flush();
      forgotten.add(did, lastSeq);
      window().clear();
    } catch (DiskException e) {
      throw new StoreFailedException("cannot forget the events of " + did, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void tidy() {
    flush();
    force();
    try {
      retire();
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "old events are not deleted yet", e);
    }
  }

  private void force() {
    tidying.lock();
    try {
      force(false);
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "events are not forced to disk yet", e);
    } finally {
      tidying.unlock();
    }
  }

  private void force(boolean closing) {
    List<Segment> taken;
    Checkpoint next;
    lock.lock();
    try {
      // While something waits, or may be missing, nothing more can be said than before.
      boolean settles = unwritten.isEmpty() && recovery.isOver();
      next = checkpoint(settles ? seqs.settled() : checkpoint.settled());
      next = next.withClosed(closing && unwritten.isEmpty());
      taken = files.takeUnforced();
    } finally {
      lock.unlock();
    }
    if (taken.isEmpty() && !closing && next.last() == checkpoint.last()) {
      return;
    }
    try {
      files.force(taken);
      EventStep.FORCED.reached();
      checkpointFile.write(next.lines());
      EventStep.CHECKED.reached();
    } catch (DiskException e) {
      lock.lock();
      try {
        files.putBack(taken);
      } finally {
        lock.unlock();
      }
      throw e;
    }
    checkpoint = next;
    lock.lock();
    try {
      files.closeOld(taken);
    } finally {
      lock.unlock();
    }
  }

  private Checkpoint checkpoint(long settled) {
    Optional<Segment> tail = files.last();
    return new Checkpoint(
        settled,
        lastSeq,
        tail.map(Segment::first).orElse(0L),
        tail.map(Segment::end).orElse(0L),
        false);
  }

  private void retire() {
    lock.lock();
    try {
      Instant oldest = clock.instant().minus(settings.retention());
      long oldestMicros = ChronoUnit.MICROS.between(Instant.EPOCH, oldest);
      while (files.segments().size() > 1
          && (files.segments().get(1).first() < oldestMicros
              || files.size() > settings.maxBytes())) {
        floor = files.segments().get(1).first() - 1;
        files.dropFirst();
      }
      forgotten.dropUpTo(floor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long lastSeq() {
    return lastSeq;
  }

  @Override
  public long heardSeq() {
    return lastSeq;
  }

  @Override
  public long floor() {
    return floor;
  }

  @Override
  public EventReader read(long cursor) {
    return new FileEventReader(this, Math.max(cursor, 0));
  }

  EventFiles files() {
    return files;
  }

  boolean hides(Entry entry) {
    return forgotten.hides(entry);
  }

  @Override
  public void close() {
    flush();
    tidying.lock();
    try {
      force(recovery.isOver());
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the next start replays the repos' logs", e);
    } finally {
      tidying.unlock();
    }
    waiters().close();
    files.close();
  }
}
