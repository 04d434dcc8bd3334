package dev.orlop.cli.remote;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarFormatException;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.Commit;
import dev.orlop.mst.CommitFormatException;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.Mst;
import dev.orlop.mst.MstException;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.NodeStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of which it is proved that its repo has it (com.atproto.sync.getRecord): the way from a
 * signed commit down the tree, each step by its hash.
 *
 * @param commit whose signature was checked
 * @param cid of the record
 */
public record RecordProof(Commit commit, Cid commitCid, Cid cid, DataMap record) {
  /** A proof is a few nodes and one record; much less than this. */
  private static final CarLimits LIMITS = new CarLimits(1 << 16, 2 << 20, 1_000, 8 << 20);

  /**
   * Fetches the proof of a record and checks it.
   *
   * @throws CommandFailure if it proves nothing, with the exit code for that
   */
  public static RecordProof fetch(HoldClient hold, RepoPath path, PublicKey key)
      throws IOException {
    try (XrpcDownload download =
        hold.xrpc()
            .download(
                Nsids.SYNC_GET_RECORD,
                XrpcQuery.of("did", hold.did())
                    .with("collection", path.collection())
                    .with("rkey", path.rkey()))) {
      return check(download.body(), hold.did(), path, key);
    }
  }

  /** Checks a proof that is at hand. */
  static RecordProof check(InputStream car, Did did, RepoPath path, PublicKey key)
      throws IOException {
    try (CarReader reader = new CarReader(car, LIMITS)) {
      Cid root = reader.root();
      Map<Cid, byte[]> blocks = new HashMap<>();
      for (CarBlock block = reader.next(); block != null; block = reader.next()) {
        blocks.put(block.cid(), block.data());
      }
      Commit commit = Commit.decode(require(blocks.get(root), "the commit is missing"));
      if (!commit.did().canonical().equals(did.canonical())) {
        throw fault("the commit is of " + commit.did() + ", not of " + did);
      }
      if (!commit.verify(key)) {
        throw fault("the commit is not signed by the key in the DID document, " + key.didKey());
      }
      Cid cid =
          require(
              Mst.get(NodeStore.over(blocks::get), commit.data(), MstKey.of(path.toString())),
              "the tree has no " + path);
      byte[] record = require(blocks.get(cid), "the record itself is missing");
      return new RecordProof(commit, root, cid, DagCbor.decodeMap(record, CborLimits.RECORD));
    } catch (CarFormatException
        | CommitFormatException
        | CborException
        | MissingBlockException
        | MstException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private static <T> T require(@Nullable T value, String otherwise) {
    if (value == null) {
      throw fault(otherwise);
    }
    return value;
  }

  private static CommandFailure fault(String why) {
    return new CommandFailure(
        ExitCode.VERIFICATION_FAILED,
        "the hold's proof does not hold",
        why,
        "do not trust its numbers; export the repo and verify it");
  }
}
