package dev.orlop.hold.gc;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Receipts as records in the hold's repo; a long list is a blob that the record refers to. */
public final class RepoReceipts implements Receipts {
  private final Repo repo;
  private final RecordBlobs blobs;

  /** In the hold's own repo. */
  public RepoReceipts(Repo repo, RecordBlobs blobs) {
    this.repo = repo;
    this.blobs = blobs;
  }

  @Override
  public boolean has(Tid run) {
    return repo.record(Receipt.path(run)).isPresent();
  }

  @Override
  public void leave(Receipt receipt, Optional<Path> list) {
    Optional<BlobRef> ref = list.map(this::upload);
    byte[] block = DagCbor.encode(receipt.toData(ref));
    CommitRequest put = CommitRequest.of(new RecordWrite.Put(Receipt.path(receipt.id()), block));
    CommitResult result =
        blobs.referring(
            repo.did(), ref.stream().toList(), needed -> repo.commit(put.holding(needed)));
    switch (result) {
      case CommitResult.Committed _, CommitResult.Unchanged _ -> {
        // It is there.
      }
      default -> throw new IllegalStateException("a receipt was refused: " + result);
    }
  }

  private BlobRef upload(Path list) {
    try (InputStream in = Files.newInputStream(list)) {
      return blobs.upload(repo.did(), "text/plain", in).ref();
    } catch (IOException e) {
      throw new DiskException("read the list of a receipt", e);
    }
  }
}
