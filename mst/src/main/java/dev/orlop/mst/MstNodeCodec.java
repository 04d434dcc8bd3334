package dev.orlop.mst;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a node, and the only place that knows it: {@code {e: [{k, p, t, v}], l}}, where
 * {@code l} is the left subtree, {@code p} the number of bytes that a key shares with the one
 * before it, {@code k} the rest of the key, {@code v} the value, and {@code t} the subtree behind
 * the entry. All fields are always there.
 */
public final class MstNodeCodec {
  /**
   * The most entries in a node. The fanout is 4, so honest nodes have a few dozen at the very most;
   * keys can be mined so that they all fall into one node, and this bounds what that costs.
   */
  public static final int MAX_ENTRIES = 4096;

  /** The most bytes that a node's block may have. */
  public static final int MAX_BYTES = 1 << 20;

  private static final CborLimits LIMITS = new CborLimits(MAX_BYTES, 4, MAX_ENTRIES, 1);

  private static final byte[] NO_KEY = {};

  // Heads and field names are the same in each node, so they are copied rather than encoded.
  private static final byte[] ENTRIES = {(byte) 0xa2, 0x61, 'e'};
  private static final byte[] LEFT = {0x61, 'l'};
  private static final byte[] KEY = {(byte) 0xa4, 0x61, 'k'};
  private static final byte[] PREFIX = {0x61, 'p'};
  private static final byte[] SUBTREE = {0x61, 't'};
  private static final byte[] VALUE = {0x61, 'v'};

  private MstNodeCodec() {}

  /** The block of a node. */
  public static byte[] encode(MstNode node) {
    DagCborWriter writer = new DagCborWriter();
    write(node, writer);
    return writer.toByteArray();
  }

  /** Appends the block of a node to what a writer holds. */
  static void write(MstNode node, DagCborWriter writer) {
    writer.raw(ENTRIES).arrayHead(node.size());
    byte[] previous = NO_KEY;
    for (int i = 0; i < node.size(); i++) {
      byte[] key = node.key(i);
      int prefix = MstKey.commonPrefix(previous, key);
      writer.raw(KEY).bytes(key, prefix, key.length - prefix);
      writer.raw(PREFIX).integer(prefix);
      writeLink(node.subtree(i + 1), writer.raw(SUBTREE));
      writer.raw(VALUE).link(node.value(i));
      previous = key;
    }
    writeLink(node.subtree(0), writer.raw(LEFT));
  }

  private static void writeLink(@Nullable Cid cid, DagCborWriter writer) {
    if (cid == null) {
      writer.nil();
    } else {
      writer.link(cid);
    }
  }

  /**
   * Reads the block of a node, strictly: canonical CBOR, keys in order, prefixes as long as they
   * can be. What concerns the whole tree (heights, ranges) is {@link MstVerifier}'s.
   *
   * @throws MstException for anything else
   */
  public static MstNode decode(byte[] block) {
    return decode(block, 0, block.length);
  }

  /** As {@link #decode(byte[])}, of a part of {@code buffer}. */
  static MstNode decode(byte[] buffer, int offset, int length) {
    try {
      return read(new DagCborReader(buffer, offset, length, LIMITS));
    } catch (CborException e) {
      throw new MstException("not a tree node: " + e.getMessage(), e);
    }
  }

  private static MstNode read(DagCborReader reader) {
    requireFields(reader, 2);
    reader.key("e");
    int size = reader.arrayHead();
    byte[][] keys = new byte[size][];
    Cid[] values = new Cid[size];
    @Nullable Cid[] subtrees = new @Nullable Cid[size + 1];
    byte[] previous = NO_KEY;
    for (int i = 0; i < size; i++) {
      requireFields(reader, 4);
      reader.key("k");
      int rest = reader.skipBytes();
      int restAt = reader.position() - rest;
      reader.key("p");
      keys[i] = room(previous, reader.integer(), rest, i);
      reader.copy(restAt, keys[i], keys[i].length - rest, rest);
      requireCompressed(previous, keys[i], rest, i);
      previous = keys[i];
      reader.key("t");
      subtrees[i + 1] = subtree(reader);
      reader.key("v");
      values[i] = reader.link();
    }
    reader.key("l");
    subtrees[0] = subtree(reader);
    reader.end();
    return new MstNode(keys, values, subtrees);
  }

  private static @Nullable Cid subtree(DagCborReader reader) {
    Cid cid = reader.linkOrNull();
    if (cid != null && cid.codec() != Cid.Codec.DAG_CBOR) {
      throw new MstException("a subtree that is no dag-cbor block");
    }
    return cid;
  }

  private static void requireFields(DagCborReader reader, int count) {
    if (reader.mapHead() != count) {
      throw new MstException("a tree node with missing or unknown fields");
    }
  }

  /** A key of which the bytes that it shares with the one before it are there already. */
  private static byte[] room(byte[] previous, long prefix, int rest, int entry) {
    if (prefix < 0 || prefix > previous.length) {
      throw new MstException("entry " + entry + " shares more bytes than the key before it has");
    }
    int shared = (int) prefix;
    if (shared + rest > MstKey.MAX_BYTES) {
      throw new MstException("entry " + entry + " has a key over " + MstKey.MAX_BYTES + " bytes");
    }
    byte[] key = new byte[shared + rest];
    System.arraycopy(previous, 0, key, 0, shared);
    return key;
  }

  private static void requireCompressed(byte[] previous, byte[] key, int rest, int entry) {
    if (entry > 0 && MstKey.compare(previous, key) >= 0) {
      throw new MstException("entry " + entry + " is not above the one before it");
    }
    if (MstKey.commonPrefix(previous, key) != key.length - rest) {
      throw new MstException("entry " + entry + " shares more bytes than it says");
    }
  }
}
