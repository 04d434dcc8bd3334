package dev.orlop.hold.app;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pull.StatsFolder;
import java.time.InstantSource;

/**
 * What a hold stands on that no operator chooses.
 *
 * @param disk to which blobs, repo logs and the journal of pulls are written
 * @param repos how repos are kept
 * @param folding when pulls go into the records
 */
public record Ground(
    InstantSource clock, Disk disk, Repos.Settings repos, StatsFolder.Settings folding) {
  /** This machine's disk, and the default settings. */
  public static Ground of(InstantSource clock) {
    return new Ground(clock, Disk.REAL, Repos.Settings.DEFAULT, StatsFolder.Settings.DEFAULT);
  }
}
