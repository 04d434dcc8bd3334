package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads stored blobs again, one by one and at a pace that leaves others their share, and compares
 * them with their digests; and looks for blobs that records name and nobody has. Changes nothing.
 * One at a time; safe for use by several threads.
 */
public final class Scrub implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Scrub.class.getName());
  private static final int STORED_PAGE = 1_000;
  private static final int USED_PAGE = 1_000;

  /** More findings than this say nothing new. */
  private static final int MAX_NAMED = 1_000;

  /**
   * How to go about it.
   *
   * @param percent of the blobs to read, chosen at random
   * @param bytesPerSecond to read at most
   */
  public record Settings(int percent, long bytesPerSecond) {
    /** All of them, at 50 MiB/s. */
    public static final Settings DEFAULT = new Settings(100, 50L << 20);
  }

  /** A blob whose bytes have another digest. */
  public record Damaged(Digest digest, Digest actual, long size) {}

  /**
   * How far it is.
   *
   * @param began when it did; empty before the first
   * @param seen blobs that are stored, of which {@code checked} were read, in so many {@code bytes}
   * @param damaged those of them that are not what they should be; the first thousand
   * @param missing blobs that records name and nobody has; the first thousand
   * @param failure why it ended before its time
   */
  public record Progress(
      boolean running,
      Optional<Instant> began,
      long seen,
      long checked,
      long bytes,
      List<Damaged> damaged,
      List<Digest> missing,
      Optional<String> failure) {
    /** Copies the lists. */
    public Progress {
      damaged = List.copyOf(damaged);
      missing = List.copyOf(missing);
    }
  }

  private final BlobStore blobs;
  private final UsedBlobs used;
  private final InstantSource clock;

  // Guarded by this.
  private Optional<Thread> running = Optional.empty();
  private Optional<Instant> began = Optional.empty();
  private long seen;
  private long checked;
  private long bytes;
  private final List<Damaged> damaged = new ArrayList<>();
  private final List<Digest> missing = new ArrayList<>();
  private Optional<String> failure = Optional.empty();

  private volatile boolean stopped;

  /** A scrub that has not begun. */
  public Scrub(BlobStore blobs, UsedBlobs used, InstantSource clock) {
    this.blobs = blobs;
    this.used = used;
    this.clock = clock;
  }

  /** Begins; false if one goes on. */
  public synchronized boolean start(Settings settings) {
    if (running.isPresent()) {
      return false;
    }
    stopped = false;
    began = Optional.of(clock.instant());
    seen = 0;
    checked = 0;
    bytes = 0;
    damaged.clear();
    missing.clear();
    failure = Optional.empty();
    running = Optional.of(Thread.ofPlatform().daemon().name("scrub").start(() -> run(settings)));
    return true;
  }

  /** How far it is, or came. */
  public synchronized Progress progress() {
    return new Progress(
        running.isPresent(), began, seen, checked, bytes, damaged, missing, failure);
  }

  /** Ends it after the blob that is being read. */
  public void stop() {
    stopped = true;
  }

  private void run(Settings settings) {
    Optional<String> why = Optional.empty();
    try {
      used.settle();
      scrub(settings);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "a scrub failed", e);
      why = Optional.of(String.valueOf(e.getMessage()));
    }
    synchronized (this) {
      running = Optional.empty();
      failure = why;
    }
  }

  private void scrub(Settings settings) {
    Pager<ListedBlob> stored =
        new Pager<>(
            (after, limit) -> blobs.list(Shelf.STORED, after, limit),
            ListedBlob::digest,
            Optional.empty(),
            STORED_PAGE);
    Pager<Digest> needed = new Pager<>(used::list, digest -> digest, Optional.empty(), USED_PAGE);
    while (!stopped && stored.hasNext()) {
      ListedBlob blob = stored.next();
      missingBefore(needed, Optional.of(blob.digest()));
      if (ThreadLocalRandom.current().nextInt(100) < settings.percent()) {
        check(blob.digest(), settings.bytesPerSecond());
      }
      synchronized (this) {
        seen++;
      }
    }
    missingBefore(needed, Optional.empty());
  }

  /** Used blobs that come before the next stored one, and so were passed over. */
  private void missingBefore(Pager<Digest> needed, Optional<Digest> stored) {
    while (!stopped
        && needed.hasNext()
        && (stored.isEmpty() || needed.peek().compareTo(stored.get()) <= 0)) {
      Digest digest = needed.next();
      // It may have come since the page was read.
      if (!stored.equals(Optional.of(digest))
          && blobs.locate(digest) instanceof BlobLocation.Missing) {
        synchronized (this) {
          if (missing.size() < MAX_NAMED) {
            missing.add(digest);
          }
        }
      }
    }
  }

  private void check(Digest digest, long bytesPerSecond) {
    BlobCheck check = blobs.verify(digest, bytesPerSecond);
    synchronized (this) {
      switch (check) {
        case BlobCheck.Sound(long size) -> {
          checked++;
          bytes += size;
        }
        case BlobCheck.Damaged(Digest actual, long size) -> {
          checked++;
          bytes += size;
          if (damaged.size() < MAX_NAMED) {
            damaged.add(new Damaged(digest, actual, size));
          }
          LOGGER.log(System.Logger.Level.ERROR, "blob {0} is damaged", digest);
        }
        case BlobCheck.Missing() -> {
          // It was taken away since the page was read.
        }
      }
    }
  }

  @Override
  public void close() {
    stop();
    Optional<Thread> thread;
    synchronized (this) {
      thread = running;
    }
    if (thread.isPresent()) {
      try {
        thread.get().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
