package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Leases in a file for each hour. One lasts from when it was taken until its hour has been over for
 * the length of a lease.
 */
public final class LeaseLog implements Leases, AutoCloseable {
  /** How long a lease lasts unless an operator says otherwise. */
  public static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

  private static final String SUFFIX = ".leases";
  private static final long HOUR_SECONDS = 3600;

  private final Path folder;
  private final Disk disk;
  private final InstantSource clock;
  private final long lengthHours;
  private final ConcurrentNavigableMap<Long, LeaseHour> hours = new ConcurrentSkipListMap<>();

  /**
   * Reads the leases that the folder holds.
   *
   * @param length of a lease; rounded up to hours
   */
  public LeaseLog(Path folder, Disk disk, Duration length, InstantSource clock) {
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
    this.lengthHours = Math.ceilDiv(length.toSeconds(), HOUR_SECONDS);
    disk.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(this::load);
    } catch (IOException e) {
      throw new DiskException("list leases", e);
    }
    dropExpired();
  }

  private void load(Path file) {
    String name = file.getFileName().toString();
    if (!name.matches("[0-9]{1,12}\\.leases")) {
      return;
    }
    long hour = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    hours.put(hour, new LeaseHour(file, disk));
  }

  private long thisHour() {
    return Math.floorDiv(clock.instant().getEpochSecond(), HOUR_SECONDS);
  }

  @Override
  public void take(Digest digest) {
    hour(thisHour()).add(prefix(digest));
  }

  @Override
  public boolean isFresh(Digest digest) {
    LeaseHour current = hours.get(thisHour());
    return current != null && current.has(prefix(digest));
  }

  @Override
  public boolean isTaken(Digest digest) {
    long prefix = prefix(digest);
    // No upper bound: a clock that was set back must not end what was taken before.
    return hours.tailMap(thisHour() - lengthHours, true).values().stream()
        .anyMatch(hour -> hour.has(prefix));
  }

  @Override
  public long count() {
    return hours.tailMap(thisHour() - lengthHours, true).values().stream()
        .mapToLong(LeaseHour::size)
        .sum();
  }

  private LeaseHour hour(long hour) {
    LeaseHour known = hours.get(hour);
    return known != null ? known : begin(hour);
  }

  private synchronized LeaseHour begin(long hour) {
    LeaseHour known = hours.get(hour);
    if (known != null) {
      return known;
    }
    LeaseHour begun = new LeaseHour(folder.resolve(hour + SUFFIX), disk);
    hours.put(hour, begun);
    dropExpired();
    return begun;
  }

  /** One hour more than needed is kept: somebody may be about to write into it. */
  private synchronized void dropExpired() {
    hours
        .headMap(thisHour() - lengthHours - 1, false)
        .forEach(
            (hour, leases) -> {
              hours.remove(hour);
              leases.remove();
            });
  }

  private static long prefix(Digest digest) {
    return ByteBuffer.wrap(digest.bytes()).getLong();
  }

  @Override
  public void close() {
    hours.values().forEach(LeaseHour::close);
  }
}
