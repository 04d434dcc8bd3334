package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredBlock;
import dev.orlop.hold.store.car.LogReplacement;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.RepoLoader;
import dev.orlop.hold.store.sql.RepoTable;
import dev.orlop.hold.store.sql.SqlRepo;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings repos from a folder to a database, and back: the same commit, tree and records. */
public final class RepoCopy {
  private RepoCopy() {}

  /**
   * Loads a repo of a folder into a database.
   *
   * @param index that knows the whole of it
   * @return how many records it has
   */
  public static long toDatabase(Repo repo, RepoIndex index, Database database) {
    Did did = repo.did();
    Map<RepoPath, Set<Cid>> blobs = index.blobsByRecord(did);
    Map<String, Long> marks = index.marks(did);
    long[] records = new long[1];
    if (!(repo.place() instanceof FilePlace place)) {
      throw new IllegalArgumentException("the repo lies in no folder: " + did);
    }
    place.moment(
        moment -> {
          new RepoTable(database)
              .load(
                  moment.state(),
                  loader -> {
                    block(moment, moment.state().commit(), loader);
                    records[0] = tree(moment, moment.state().data(), loader);
                    loader.blobs(blobs);
                    loader.marks(marks);
                  });
          return true;
        });
    return records[0];
  }

  private static byte[] block(RepoMoment moment, Cid cid, RepoLoader loader) {
    StoredBlock stored = moment.find(cid);
    byte[] bytes = moment.read(stored);
    loader.block(cid, bytes, stored.rev());
    return bytes;
  }

  private static long tree(RepoMoment moment, Cid cid, RepoLoader loader) {
    MstNode node = MstNodeCodec.decode(block(moment, cid, loader));
    long records = 0;
    for (int i = 0; i <= node.size(); i++) {
      if (node.subtree(i) instanceof Cid subtree) {
        records += tree(moment, subtree, loader);
      }
      if (i < node.size()) {
        StoredBlock stored = moment.find(node.value(i));
        RepoPath path = RepoPath.parse(new String(node.key(i), StandardCharsets.US_ASCII));
        loader.record(path, node.value(i), moment.read(stored), stored.rev());
        records++;
      }
    }
    return records;
  }

  /**
   * Begins a log in a folder with a repo of a database. Holds where its blocks come from in memory,
   * about 150 bytes for each.
   *
   * @param repos the folder of all repos
   * @param seq above all that anybody was told
   * @param timeMicros when it is made, microseconds since 1970
   * @return how many records it has
   */
  public static long toFolder(
      Database database, Did did, Disk disk, Path repos, long seq, long timeMicros) {
    SqlRepo repo = new RepoTable(database).repo(did);
    Map<Cid, Tid> revs = repo.blockRevs();
    return repo.view(
        (head, blocks) -> {
          LiveBlocks live =
              new LiveBlocks(
                  head,
                  cid ->
                      new LiveBlocks.Block(
                          blocks.require(cid), Optional.ofNullable(revs.get(cid)).orElseThrow()),
                  new LiveBlocks.Stamp(seq, timeMicros, repo.marks(), repo.blobsByRecord()));
          LogReplacement.begin(disk, Repos.folder(repos, did), live);
          return live.records();
        });
  }
}
