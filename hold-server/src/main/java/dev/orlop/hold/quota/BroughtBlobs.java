package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.layers.LayerIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reservations of a hold that is one process: in memory, and in a file for each hour, which
 * outlives the process. Nothing is taken out of a file; it goes when all leases of its hour are
 * over. What records name by then is left out when it is asked, so that nobody has to be told of
 * it.
 */
public final class BroughtBlobs implements Reservations {
  private static final System.Logger LOGGER = System.getLogger(BroughtBlobs.class.getName());

  private record Brought(long size, Instant until) {}

  private final LayerIndex layers;
  private final BroughtLog log;
  private final Duration lease;
  private final InstantSource clock;

  /** Each account's by digest; whoever has a map's monitor may use it. */
  private final Map<Did, Map<Digest, Brought>> accounts = new ConcurrentHashMap<>();

  /**
   * Reads what the folder holds.
   *
   * @param layers which has read the records
   * @param lease how long a blob is kept that no record names
   */
  public BroughtBlobs(
      Path folder, Disk disk, LayerIndex layers, Duration lease, InstantSource clock) {
    this.layers = layers;
    this.lease = lease;
    this.clock = clock;
    this.log = new BroughtLog(folder, disk, lease);
    log.read(clock.instant(), this::put);
  }

  private void put(Did account, StoredBlob blob, Instant at) {
    Instant until = at.plus(lease);
    if (until.isAfter(clock.instant()) && !layers.uses(account, blob.digest())) {
      Map<Digest, Brought> mine = accounts.computeIfAbsent(account, _ -> new HashMap<>());
      synchronized (mine) {
        mine.put(blob.digest(), new Brought(blob.size(), until));
      }
    }
  }

  @Override
  public void keep(Did account, StoredBlob blob) {
    Did did = account.canonical();
    if (!layers.uses(did, blob.digest())) {
      Instant now = clock.instant();
      put(did, blob, now);
      try {
        log.append(did, blob, now);
      } catch (DiskException e) {
        // The blob is there; that a restart forgets it until a record names it harms nobody.
        LOGGER.log(System.Logger.Level.WARNING, "a reservation is in memory alone", e);
      }
    }
  }

  @Override
  public void release(Did account, Digest digest) {
    Map<Digest, Brought> mine = accounts.get(account.canonical());
    if (mine != null) {
      synchronized (mine) {
        mine.remove(digest);
      }
    }
  }

  @Override
  public long bytes(Did account) {
    Did did = account.canonical();
    Map<Digest, Brought> mine = accounts.get(did);
    if (mine == null) {
      return 0;
    }
    Instant now = clock.instant();
    long bytes = 0;
    synchronized (mine) {
      Iterator<Map.Entry<Digest, Brought>> all = mine.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<Digest, Brought> one = all.next();
        if (!one.getValue().until().isAfter(now) || layers.uses(did, one.getKey())) {
          all.remove();
        } else {
          bytes += one.getValue().size();
        }
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    log.close();
  }
}
