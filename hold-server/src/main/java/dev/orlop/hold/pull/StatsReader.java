package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.lexicons.RepositoryName;
import java.util.List;
import java.util.Optional;

/** Answers counts. */
public interface StatsReader {
  /** The counts of one repository; zeros if it was never seen. */
  StatsView stats(ImageRepository repository);

  /**
   * The counts of all repositories of one owner, by name.
   *
   * @param after the name behind which to go on; empty to begin
   */
  List<StatsView> list(Did owner, Optional<RepositoryName> after, int limit);
}
