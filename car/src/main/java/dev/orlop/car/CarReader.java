package dev.orlop.car;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.car.cid.InvalidVarintException;
import dev.orlop.car.cid.Varint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CARv1 block by block (CARv1 specification). Each block is checked against its CID before
 * it is handed out; order, duplicates and blocks that nothing points at are not judged.
 *
 * <p>A file that was cut off inside a block is refused. One that was cut off between two blocks
 * reads to its end like a whole one: only a walk from its root tells.
 */
public final class CarReader implements Closeable {
  private static final int MAX_ROOTS = 16;

  /** Takes a block where it lies. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One block: {@code length} bytes of {@code buffer} from {@code offset}, which are overwritten
     * once the visitor returns.
     */
    void block(Cid cid, byte[] buffer, int offset, int length);
  }

  private final CarInput in;
  private final CarLimits limits;
  private final List<Cid> roots;
  private long blocks;

  // The block that was read last.
  private byte[] source = new byte[0];
  private int from;
  private int length;

  /**
   * Reads the header.
   *
   * @throws CarFormatException if it is no header of a CARv1
   */
  public CarReader(InputStream in, CarLimits limits) throws IOException {
    this.in = new CarInput(in, limits.maxTotalBytes());
    this.limits = limits;
    this.roots = readHeader();
  }

  /** The roots that the header names. */
  public List<Cid> roots() {
    return roots;
  }

  /**
   * The only root, as exports and firehose slices have it.
   *
   * @throws CarFormatException if there is none, or several
   */
  public Cid root() {
    if (roots.size() != 1) {
      throw new CarFormatException("expected one root, the header names " + roots.size());
    }
    return roots.getFirst();
  }

  /** How many bytes have been read. */
  public long position() {
    return in.taken();
  }

  /**
   * The next block, or null at the end of the file.
   *
   * @throws CidMismatchException if the block is not what its CID says; the next call goes on
   * @throws CarFormatException if the block is malformed or too large; there is no going on
   */
  public @Nullable CarBlock next() throws IOException {
    Cid cid = advance();
    return cid == null ? null : new CarBlock(cid, Arrays.copyOfRange(source, from, from + length));
  }

  /**
   * Shows the next block to {@code visitor} without copying it; false at the end of the file.
   *
   * @throws CidMismatchException as {@link #next()}
   * @throws CarFormatException as {@link #next()}
   */
  public boolean next(Visitor visitor) throws IOException {
    Cid cid = advance();
    if (cid == null) {
      return false;
    }
    visitor.block(cid, source, from, length);
    return true;
  }

  private @Nullable Cid advance() throws IOException {
    long declared = readLength();
    if (declared < 0) {
      return null;
    }
    if (++blocks > limits.maxBlocks()) {
      throw new CarFormatException("more than " + limits.maxBlocks() + " blocks");
    }
    if (declared > (long) limits.maxBlockBytes() + Cid.BYTES) {
      throw new CarFormatException(
          "block of " + declared + " bytes, limit " + limits.maxBlockBytes());
    }
    if (declared < Cid.BYTES) {
      throw new CarFormatException("block too short for its CID");
    }
    if (declared <= CarInput.CAPACITY && in.hold((int) declared)) {
      source = in.buffer();
      from = in.take((int) declared) + Cid.BYTES;
    } else {
      source = in.readFully((int) declared);
      from = Cid.BYTES;
    }
    length = (int) declared - Cid.BYTES;
    Cid cid = readCid();
    if (!cid.matches(source, from, length)) {
      throw new CidMismatchException(cid);
    }
    return cid;
  }

  private List<Cid> readHeader() throws IOException {
    long declared = readLength();
    if (declared < 0) {
      throw new CarFormatException("an empty file is no CAR");
    }
    if (declared > limits.maxHeaderBytes()) {
      throw new CarFormatException(
          "header of " + declared + " bytes, limit " + limits.maxHeaderBytes());
    }
    byte[] header = in.readFully((int) declared);
    try {
      DagCborReader reader = new DagCborReader(header, 0, header.length, CborLimits.DEFAULT);
      if (reader.mapHead() != 2) {
        throw new CarFormatException("a header has the fields roots and version");
      }
      reader.key("roots");
      int count = reader.arrayHead();
      if (count > MAX_ROOTS) {
        throw new CarFormatException("more than " + MAX_ROOTS + " roots");
      }
      List<Cid> found = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        found.add(reader.link());
      }
      reader.key("version");
      long version = reader.integer();
      reader.end();
      if (version != 1) {
        throw new CarFormatException("CAR of version " + version + ", only 1 is known");
      }
      return List.copyOf(found);
    } catch (CborException e) {
      throw new CarFormatException("not the header of a CAR: " + e.getMessage());
    }
  }

  private long readLength() throws IOException {
    try {
      return Varint.read(in);
    } catch (InvalidVarintException e) {
      throw new CarFormatException("the length of a block: " + e.getMessage());
    }
  }

  private Cid readCid() {
    try {
      return Cid.read(source, from - Cid.BYTES);
    } catch (InvalidCidException e) {
      throw new CarFormatException("the CID of a block: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
