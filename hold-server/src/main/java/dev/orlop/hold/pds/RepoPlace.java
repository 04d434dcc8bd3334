package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Where one repo lies: a log and an index in a folder ({@link FilePlace}), or tables of a database
 * ({@link SqlPlace}). What the methods mean stands at {@link Repo}, whose methods they are.
 */
interface RepoPlace extends BlockSource {
  /** Opens the repo, or begins it. */
  void open();

  RepoState head();

  /** Where the repo stands, if that can be said without opening it. */
  Optional<RepoState> headAtHand();

  Optional<RecordRef> record(RepoPath path);

  Optional<RecordEntry> entry(RepoPath path);

  List<RecordEntry> entries(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending);

  List<RecordRef> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending);

  List<Nsid> collections();

  boolean hasBlob(Cid blob);

  List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit);

  List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit);

  OptionalLong mark(String name);

  RepoIndex.Size size();

  /** The repo as others write to it too; empty if this process alone does. */
  Optional<SharedRepo> shared();

  /** Reads blocks of the repo as it is at one moment. */
  <T> T view(Reader<T> reader);

  /** What is done with a view. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * Reads; must not keep {@code blocks}.
     *
     * @param head where the repo stood
     * @param blocks that were live
     */
    T read(RepoState head, BlockSource blocks);
  }

  void export(OutputStream out) throws IOException;

  void exportSince(Tid since, OutputStream out) throws IOException;

  void blocks(List<Cid> cids, OutputStream out) throws IOException;

  /** Lets somebody write. */
  <T> T writing(Function<CommitService, T> action);

  Repo.Compaction compact();

  long logBytes();

  /** Lets go of the repo, for good. */
  void close();
}
