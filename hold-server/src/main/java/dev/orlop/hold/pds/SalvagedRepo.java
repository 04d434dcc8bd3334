package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.BlobRefs;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.SnapshotRevs;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogScan;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.Commit;
import dev.orlop.mst.Edit;
import dev.orlop.mst.MstEdit;
import dev.orlop.mst.MstEditor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes what was salvaged as a snapshot: a tree made anew, under a commit of its own. */
public final class SalvagedRepo implements RepoLog.SnapshotSource {
  private final LogScan scan;
  private final RepoSalvage.Findings findings;
  private final SigningKey key;
  private final Tid rev;
  private final long timeMicros;

  /**
   * A repo to be written.
   *
   * @param rev of the new commit, above all that were found
   * @param timeMicros when it is made, microseconds since 1970
   */
  public SalvagedRepo(
      LogScan scan, RepoSalvage.Findings findings, SigningKey key, Tid rev, long timeMicros) {
    this.scan = scan;
    this.findings = findings;
    this.key = key;
    this.rev = rev;
    this.timeMicros = timeMicros;
  }

  @Override
  public Trailer writeTo(RepoLog.BlockSink sink) throws IOException {
    List<Edit.Put> entries = new ArrayList<>(findings.records().size());
    findings.records().forEach((path, cid) -> entries.add(new Edit.Put(path.toString(), cid)));
    MstEdit tree = MstEditor.build(entries);
    int blocks = 1;
    for (Map.Entry<Cid, MstEdit.Created> node : tree.created().entrySet()) {
      blocks += sink.accept(node.getKey(), node.getValue().block()) ? 1 : 0;
    }
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    for (Map.Entry<RepoPath, Cid> record : findings.records().entrySet()) {
      byte[] block = scan.block(record.getValue()).orElseThrow();
      blocks += sink.accept(record.getValue(), block) ? 1 : 0;
      Set<Cid> found = BlobRefs.inBlock(block);
      if (!found.isEmpty()) {
        blobs.put(record.getKey(), found);
      }
    }
    Commit commit = Commit.sign(findings.head().did(), rev, tree.root(), key);
    byte[] block = commit.encode();
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    sink.accept(cid, block);
    return new Trailer(
        Math.max(findings.lastSeq() + 1, timeMicros),
        timeMicros,
        cid,
        rev,
        tree.root(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        findings.marks(),
        blobs,
        // To those who ask for what is new, all of it is.
        Optional.of(SnapshotRevs.of(Collections.nCopies(blocks, rev))),
        0);
  }
}
