package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.DigestLocks;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.HourlyFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Leases in a file for each hour, of one process. One lasts from when it was taken until its hour
 * has been over for the length of a lease.
 */
public final class LeaseLog implements Leases {
  private final HourlyFiles files;
  private final InstantSource clock;
  private final DigestLocks locks = new DigestLocks();
  private final ConcurrentNavigableMap<Long, LeaseHour> hours = new ConcurrentSkipListMap<>();

  /**
   * Reads the leases that the folder holds.
   *
   * @param length of a lease; rounded up to hours
   */
  public LeaseLog(Path folder, Disk disk, Duration length, InstantSource clock) {
    this.files = new HourlyFiles(folder, "leases", length, disk);
    this.clock = clock;
    files.removeOld(clock.instant());
    files.all().forEach((hour, file) -> hours.put(hour, LeaseHour.read(files.open(hour), file)));
  }

  private long thisHour() {
    return HourlyFiles.hour(clock.instant());
  }

  @Override
  public void take(Digest digest) {
    if (!isFresh(digest)) {
      try (var _ = locks.take(digest)) {
        hour(thisHour()).add(Leases.prefix(digest));
      }
    }
  }

  @Override
  public boolean isFresh(Digest digest) {
    LeaseHour current = hours.get(thisHour());
    return current != null && current.has(Leases.prefix(digest));
  }

  @Override
  public Alone alone(Collection<Digest> digests) {
    return new FileAlone(this, locks.take(digests));
  }

  private record FileAlone(LeaseLog leases, DigestLocks.Held held) implements Alone {
    @Override
    public boolean isTaken(Digest digest) {
      return leases.isTaken(digest);
    }

    /** Nobody but ourselves gives a lock of this process free. */
    @Override
    public void require() {}

    @Override
    public void close() {
      held.close();
    }
  }

  @Override
  public boolean isTaken(Digest digest) {
    long prefix = Leases.prefix(digest);
    return good().stream().anyMatch(hour -> hour.has(prefix));
  }

  @Override
  public long count() {
    return good().stream().mapToLong(LeaseHour::size).sum();
  }

  /** Without an upper bound: a clock that was set back must not end what was taken before. */
  private Collection<LeaseHour> good() {
    return hours.tailMap(files.firstGood(clock.instant()), true).values();
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
    LeaseHour begun = new LeaseHour(files.open(hour));
    hours.put(hour, begun);
    dropExpired();
    return begun;
  }

  /** One hour more than needed is kept: somebody may be about to write into it. */
  private void dropExpired() {
    hours
        .headMap(files.firstGood(clock.instant()) - 1, false)
        .forEach(
            (hour, leases) -> {
              hours.remove(hour);
              leases.close();
            });
    files.removeOld(clock.instant());
  }

  @Override
  public void close() {
    hours.values().forEach(LeaseHour::close);
  }
}
