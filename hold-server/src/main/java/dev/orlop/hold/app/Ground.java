package dev.orlop.hold.app;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.PasswordHasher;
import java.time.InstantSource;

/**
 * What a hold stands on that no operator chooses.
 *
 * @param disk to which blobs, repo logs and the journal of pulls are written
 * @param repos how repos are kept
 * @param passwords what hashing one costs
 */
public record Ground(
    InstantSource clock, Disk disk, Repos.Settings repos, PasswordHasher.Cost passwords) {
  /** Passwords hashed at the usual cost. */
  public Ground(InstantSource clock, Disk disk, Repos.Settings repos) {
    this(clock, disk, repos, PasswordHasher.Cost.DEFAULT);
  }

  /** This machine's disk, and the default settings. */
  public static Ground of(InstantSource clock) {
    return new Ground(clock, Disk.REAL, Repos.Settings.DEFAULT);
  }
}
