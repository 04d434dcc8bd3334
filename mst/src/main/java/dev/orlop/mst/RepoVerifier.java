package dev.orlop.mst;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.CarFormatException;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.CidMismatchException;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a repo's export without asking anybody: every CID, the commit and its signature, the tree,
 * the paths, and that each record is canonical DAG-CBOR. Looks on after a fault where it can, and
 * reports them all, up to a bound.
 *
 * <p>The order of the blocks in the file does not matter, so all of them are held in memory until
 * the end: the limits that the caller gives bound what a file can cost.
 */
public final class RepoVerifier {
  private static final int MAX_FAULTS = 100;

  /** Looks at the records of a repo, for checks that this module knows nothing of. */
  @FunctionalInterface
  public interface RecordCheck {
    /** What is wrong with a record, in one line; empty if nothing is. */
    Optional<String> check(RepoPath path, DataMap record);

    /** Finds nothing wrong. */
    RecordCheck NONE = (_, _) -> Optional.empty();
  }

  private final RecordCheck recordCheck;
  private final BlockTable blocks = new BlockTable();
  private final List<RepoFault> faults = new ArrayList<>();
  private @Nullable Nsid collection;
  private long bytes;
  private long nodes;
  private long records;

  private RepoVerifier(RecordCheck recordCheck) {
    this.recordCheck = recordCheck;
  }

  /**
   * Verifies a CAR.
   *
   * @param did whose repo it should be, if the caller knows
   * @param key that should have signed it, if the caller knows
   */
  public static RepoReport verify(
      InputStream car,
      CarLimits limits,
      Optional<Did> did,
      Optional<PublicKey> key,
      RecordCheck recordCheck)
      throws IOException {
    return new RepoVerifier(recordCheck).run(car, limits, did, key);
  }

  private RepoReport run(
      InputStream car, CarLimits limits, Optional<Did> did, Optional<PublicKey> key)
      throws IOException {
    Cid root = load(car, limits);
    Commit commit = root == null ? null : commit(root, did, key);
    if (commit != null) {
      MstVerifier.inspect(this::node, commit.data(), this::entry, this::tree);
    }
    return new RepoReport(
        Optional.ofNullable(commit),
        Optional.ofNullable(root),
        nodes,
        records,
        bytes,
        blocks.unused(),
        List.copyOf(faults));
  }

  private @Nullable Cid load(InputStream car, CarLimits limits) throws IOException {
    @Nullable Cid root = null;
    try (CarReader reader = new CarReader(car, limits)) {
      try {
        root = reader.root();
        while (take(reader)) {
          // Each block goes where it belongs as it comes.
        }
      } finally {
        bytes = reader.position();
      }
    } catch (CarFormatException e) {
      fault(Kind.CAR, "", e.getMessage());
    }
    return root;
  }

  /** Reads one block, and tells of it if it is damaged; false at the end. */
  private boolean take(CarReader reader) throws IOException {
    try {
      return reader.next(blocks::add);
    } catch (CidMismatchException e) {
      fault(Kind.CAR, e.cid().toString(), "the block is not what its CID says");
      return true;
    }
  }

  private @Nullable Commit commit(Cid root, Optional<Did> did, Optional<PublicKey> key) {
    byte[] block = blocks.get(root);
    if (block == null) {
      fault(Kind.COMMIT, root.toString(), "the root is not in the file");
      return null;
    }
    Commit commit;
    try {
      commit = Commit.decode(block);
    } catch (CommitFormatException e) {
      fault(Kind.COMMIT, root.toString(), e.getMessage());
      return null;
    }
    if (did.isPresent() && !did.get().equals(commit.did())) {
      fault(Kind.COMMIT, root.toString(), "the repo is " + commit.did() + "'s");
    }
    if (key.isPresent() && !commit.verify(key.get())) {
      fault(Kind.SIGNATURE, root.toString(), "not signed by " + key.get().didKey());
    }
    return commit;
  }

  private MstNode node(Cid cid) {
    int block = blocks.use(cid);
    if (block < 0) {
      throw new MissingBlockException(cid);
    }
    MstNode node =
        MstNodeCodec.decode(blocks.array(block), blocks.offset(block), blocks.length(block));
    nodes++;
    return node;
  }

  private void tree(Cid node, RuntimeException fault) {
    boolean missing = fault instanceof MissingBlockException;
    fault(Kind.TREE, node.toString(), missing ? "the node is not in the file" : fault.getMessage());
  }

  private void entry(byte[] key, Cid value) {
    records++;
    RepoPath path;
    try {
      path = path(MstKey.text(key));
    } catch (InvalidSyntaxException e) {
      fault(Kind.PATH, MstKey.text(key), e.getMessage());
      return;
    }
    int block = blocks.use(value);
    if (block < 0) {
      fault(Kind.RECORD, path.toString(), "the record " + value + " is not in the file");
    } else if (value.codec() != Cid.Codec.DAG_CBOR) {
      fault(Kind.RECORD, path.toString(), "the record " + value + " is no dag-cbor block");
    } else {
      record(path, block);
    }
  }

  /** Reads a path; the collection is mostly that of the path before. */
  private RepoPath path(String text) {
    Nsid known = collection;
    if (known != null
        && text.startsWith(known.value())
        && text.indexOf('/') == known.value().length()) {
      return new RepoPath(known, RecordKey.parse(text.substring(known.value().length() + 1)));
    }
    RepoPath path = RepoPath.parse(text);
    collection = path.collection();
    return path;
  }

  private void record(RepoPath path, int block) {
    byte[] array = blocks.array(block);
    int offset = blocks.offset(block);
    int length = blocks.length(block);
    try {
      if (recordCheck == RecordCheck.NONE) {
        DagCbor.requireCanonicalMap(array, offset, length, CborLimits.RECORD);
        return;
      }
      DataMap record = DagCbor.decodeMap(blocks.copy(block), CborLimits.RECORD);
      recordCheck
          .check(path, record)
          .ifPresent(message -> fault(Kind.LEXICON, path.toString(), message));
    } catch (CborException e) {
      fault(Kind.RECORD, path.toString(), e.getMessage());
    }
  }

  private void fault(Kind kind, String where, @Nullable String message) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new RepoFault(kind, where, String.valueOf(message)));
    }
  }
}
