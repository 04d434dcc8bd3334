package dev.orlop.hold.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the receipt of a run that is over out of its journal. */
final class ReceiptWriter {
  /** As many blobs as a receipt names by itself. */
  static final int MAX_NAMED = 200;

  private final Receipts receipts;
  private final Path list;
  private final Disk disk;

  /**
   * Leaves receipts.
   *
   * @param list the place of a file that is there only meanwhile
   */
  ReceiptWriter(Receipts receipts, Path list, Disk disk) {
    this.receipts = receipts;
    this.list = list;
    this.disk = disk;
  }

  /** Gathers what went, a line each, without keeping more of it than a receipt names. */
  private static final class Gathering implements Consumer<StoredBlob> {
    private final OutputStream lines;
    private final List<StoredBlob> named = new ArrayList<>();
    private long count;
    private long bytes;

    Gathering(OutputStream lines) {
      this.lines = lines;
    }

    @Override
    public void accept(StoredBlob blob) {
      try {
        lines.write(Receipt.line(blob).getBytes(US_ASCII));
      } catch (IOException e) {
        throw new DiskException("write the list of a receipt", e);
      }
      count++;
      bytes += blob.size();
      if (count <= MAX_NAMED) {
        named.add(blob);
      }
    }
  }

  /**
   * Leaves the receipt, unless a process before did.
   *
   * @return nothing if nothing went
   */
  Optional<Receipt> write(RunJournal journal, Instant now) {
    DigestOutputStream hashed;
    Gathering gone;
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(list))) {
      hashed = new DigestOutputStream(file, Digest.Algorithm.SHA256.newMessageDigest());
      gone = new Gathering(hashed);
      journal.forEachGone(gone);
      hashed.flush();
    } catch (IOException e) {
      throw new DiskException("write the list of a receipt", e);
    }
    try {
      if (gone.count == 0) {
        return Optional.empty();
      }
      boolean isLong = gone.count > MAX_NAMED;
      RunHead head = journal.head();
      Receipt receipt =
          new Receipt(
              head.id(),
              head.action(),
              head.cause(),
              head.began(),
              now,
              isLong ? List.of() : gone.named,
              gone.count,
              gone.bytes,
              HexFormat.of().formatHex(hashed.getMessageDigest().digest()));
      if (!receipts.has(head.id())) {
        receipts.leave(receipt, isLong ? Optional.of(list) : Optional.empty());
      }
      return Optional.of(receipt);
    } finally {
      disk.delete(list);
    }
  }
}
