package dev.orlop.car;

import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Varint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a CARv1: the header at once, then block after block. It trusts the caller that a block is
 * what its CID says.
 *
 * <p>It neither closes nor flushes the stream. A writer that fails midway must see to it that the
 * receiver notices: a CAR without its last blocks looks whole.
 */
public final class CarWriter {
  private final OutputStream out;
  private final byte[] head = new byte[Varint.MAX_BYTES + Cid.BYTES];

  /** Writes the header. */
  public CarWriter(OutputStream out, List<Cid> roots) throws IOException {
    this.out = out;
    byte[] header = header(roots);
    out.write(head, 0, Varint.write(header.length, head, 0));
    out.write(header);
  }

  /** Goes on behind a header that is there already. */
  private CarWriter(OutputStream out) {
    this.out = out;
  }

  /** A writer of further blocks, for a stream behind whose header we already are. */
  public static CarWriter append(OutputStream out) {
    return new CarWriter(out);
  }

  /** Writes one block. */
  public void write(Cid cid, byte[] data) throws IOException {
    int at = Varint.write((long) Cid.BYTES + data.length, head, 0);
    cid.write(head, at);
    out.write(head, 0, at + Cid.BYTES);
    out.write(data);
  }

  /** How many bytes a block of this length takes in a file. */
  public static long size(int dataLength) {
    long length = (long) Cid.BYTES + dataLength;
    return Varint.size(length) + length;
  }

  private static byte[] header(List<Cid> roots) {
    DagCborWriter writer = new DagCborWriter(64);
    writer.mapHead(2).text("roots").arrayHead(roots.size());
    roots.forEach(writer::link);
    return writer.text("version").integer(1).toByteArray();
  }
}
