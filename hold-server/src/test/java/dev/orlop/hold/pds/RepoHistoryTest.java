package dev.orlop.hold.pds;

import java.nio.file.Path;

/** Repos in a folder. */
class RepoHistoryTest extends RepoContract {
  @Override
  RepoWorld open(Path own, Repos.Settings settings) {
    return new RepoWorld(own, settings);
  }
}
