package dev.orlop.hold.app;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.RepoTable;
import java.nio.file.Files;

/**
 * Keeps a hold from beginning its repo anew where it does not lie: that would be another repo under
 * the same DID, and the network would take it for the only one.
 */
final class MovedRepos {
  private MovedRepos() {}

  /**
   * A hold whose repos went to a database is not started without it.
   *
   * @throws StoreDamagedException if it would be
   */
  static void require(HoldConfig config) {
    if (config.database().isEmpty() && Files.exists(config.reposInDatabase())) {
      throw new StoreDamagedException(
          "the repos of this hold lie in a database: set database.url, or bring them back with:"
              + " orlop db copy --to folder");
    }
  }

  /**
   * A hold whose repos lie in its folder is not started on a database without them.
   *
   * @throws StoreDamagedException if it would be
   */
  static void requireMoved(HoldConfig config, Database database, Did own) {
    boolean here = Files.isDirectory(Repos.folder(config.repos(), own));
    if (here && !new RepoTable(database).holds(own)) {
      throw new StoreDamagedException(
          "the repos of this hold lie in its folder, and not in the database at %s: bring them"
                  .formatted(database.place())
              + " there with: orlop db copy --to database");
    }
  }
}
