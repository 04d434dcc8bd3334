package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.RepoTable;
import dev.orlop.hold.store.sql.SqlExports;
import dev.orlop.hold.store.sql.SqlRepo;
import dev.orlop.hold.store.sql.SqlRepoWriter;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.RepoState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Repos in a database, which other processes may write to as well. */
final class SqlHome implements RepoHome {
  private final RepoTable repos;
  private final SqlExports exports;
  private final TidClock revs;
  private final SqlRepoWriter.Surroundings around;

  /** By CID, so what another process writes makes none of them stale. */
  private final Cache<Cid, MstNode> nodes;

  SqlHome(
      Database database,
      Repos.Settings settings,
      InstantSource time,
      CommitFrames frames,
      CommitListener listener) {
    this.repos = new RepoTable(database);
    this.exports = new SqlExports(database);
    this.revs = new TidClock(time);
    this.nodes = NodeCache.shared(settings.maxCachedNodes());
    this.around =
        new SqlRepoWriter.Surroundings(
            time,
            frames,
            (commits, seqs) -> {
              boolean told = false;
              for (int i = 0; i < commits.size(); i++) {
                if (!commits.get(i).isFirst()) {
                  listener.committed(commits.get(i).draft(), seqs.get(i));
                  told = true;
                }
              }
              if (told) {
                listener.settled();
              }
            });
  }

  @Override
  public RepoPlace place(Did did, RepoKey key) {
    SqlRepo repo = repos.repo(did);
    return new SqlPlace(
        did,
        repo,
        exports,
        () -> new CommitService(did, key, new SqlRepoWriter(repo, around), nodes, revs));
  }

  @Override
  public boolean holds(Did did) {
    return repos.holds(did);
  }

  @Override
  public void remove(Did did) {
    repos.remove(did);
  }

  @Override
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return repos.heads(after, limit);
  }

  @Override
  public int countOpen() {
    return 0;
  }

  @Override
  public void close() {
    // Whoever opened the database closes it.
  }
}
