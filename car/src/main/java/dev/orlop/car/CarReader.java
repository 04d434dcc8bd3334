package dev.orlop.car;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.car.cid.InvalidVarintException;
import dev.orlop.car.cid.Varint;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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

  private final CountingInputStream in;
  private final CarLimits limits;
  private final List<Cid> roots;
  private long blocks;

  /**
   * Reads the header.
   *
   * @throws CarFormatException if it is no header of a CARv1
   */
  public CarReader(InputStream in, CarLimits limits) throws IOException {
    this.in = new CountingInputStream(new BufferedInputStream(in, 1 << 16), limits.maxTotalBytes());
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
    return in.count();
  }

  /**
   * The next block, or null at the end of the file.
   *
   * @throws CidMismatchException if the block is not what its CID says; the next call goes on
   * @throws CarFormatException if the block is malformed or too large; there is no going on
   */
  public @Nullable CarBlock next() throws IOException {
    long length = readLength();
    if (length < 0) {
      return null;
    }
    if (++blocks > limits.maxBlocks()) {
      throw new CarFormatException("more than " + limits.maxBlocks() + " blocks");
    }
    if (length > (long) limits.maxBlockBytes() + Cid.BYTES) {
      throw new CarFormatException(
          "block of " + length + " bytes, limit " + limits.maxBlockBytes());
    }
    if (length < Cid.BYTES) {
      throw new CarFormatException("block too short for its CID");
    }
    Cid cid = readCid();
    byte[] data = read((int) length - Cid.BYTES);
    if (!cid.matches(data)) {
      throw new CidMismatchException(cid);
    }
    return new CarBlock(cid, data);
  }

  private List<Cid> readHeader() throws IOException {
    long length = readLength();
    if (length < 0) {
      throw new CarFormatException("an empty file is no CAR");
    }
    if (length > limits.maxHeaderBytes()) {
      throw new CarFormatException(
          "header of " + length + " bytes, limit " + limits.maxHeaderBytes());
    }
    byte[] header = read((int) length);
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

  private Cid readCid() throws IOException {
    try {
      return Cid.read(read(Cid.BYTES), 0);
    } catch (InvalidCidException e) {
      throw new CarFormatException("the CID of a block: " + e.getMessage());
    }
  }

  /** Reads so many bytes, growing as they come: a length that lies costs its sender the bytes. */
  private byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new CarFormatException("cut off inside a block");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
