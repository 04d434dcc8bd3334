package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.RepoTable;
import java.nio.file.Files;
import java.util.List;

/**
 * Keeps a hold from beginning its repo anew where it does not lie: that would be another repo under
 * the same DID, and the network would take it for the only one.
 */
final class MovedRepos {
  private MovedRepos() {}

  /**
   * A hold whose repos went to a database is not started without it.
   *
   * @throws ConfigException if it would be
   */
  static void require(HoldConfig config) {
    if (config.database().isEmpty() && Files.exists(config.reposInDatabase())) {
      throw new ConfigException(
          List.of(
              "the repos of this hold lie in a database: set database.url; to bring them back, run"
                  + " with it: orlop db copy --to folder"));
    }
  }

  /**
   * A hold whose repos lie in its folder is not started on a database without them.
   *
   * @throws ConfigException if it would be
   */
  static void require(HoldConfig config, Database database, Did own) {
    RepoTable repos = new RepoTable(database);
    boolean here = Files.isDirectory(Repos.folder(config.repos(), own));
    if (repos.isMoved() || (here && !repos.holds(own))) {
      throw new ConfigException(
          List.of(
              "the repos of this hold are not in the database at "
                  + database.place()
                  + ": bring them there with orlop db copy --to database, or leave database.url"
                  + " away"));
    }
  }

  /**
   * For what works on logs.
   *
   * @throws ConfigException if the repos lie in a database
   */
  static void requireFolder(HoldConfig config) {
    if (config.database().isPresent()) {
      throw new ConfigException(
          List.of(
              "database.url is set, and this works on repos that lie in the folder; a database is"
                  + " backed up and restored by its own means"));
    }
    require(config);
  }
}
