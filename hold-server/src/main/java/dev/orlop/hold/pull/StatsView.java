package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.records.ImageRepository;
import java.time.Instant;
import java.util.Optional;

/**
 * The counts of one repository, as they are answered: those of the record and those not yet in it.
 *
 * @param record the signed record that they rest on; empty before the first fold or push
 */
public record StatsView(ImageRepository repository, Counts counts, Optional<Source> record) {
  /**
   * The numbers.
   *
   * @param pulls of images
   * @param artifactPulls of signatures and the like
   * @param pushes of manifests
   */
  public record Counts(
      long pulls,
      long artifactPulls,
      long pushes,
      Optional<Instant> lastPull,
      Optional<Instant> lastPush) {
    /** Of a repository never seen. */
    public static final Counts ZERO = new Counts(0, 0, 0, Optional.empty(), Optional.empty());
  }

  /** A record, and the rev of the repo in which it can be proved. */
  public record Source(AtUri uri, Cid cid, Tid rev) {}
}
