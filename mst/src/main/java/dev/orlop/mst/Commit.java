package dev.orlop.mst;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import org.jspecify.annotations.Nullable;

/**
 * A signed commit, version 3: the object that a repo's history is a chain of.
 *
 * @param did whose repo it is
 * @param rev strictly above that of the commit before
 * @param data the root of the tree
 * @param prev kept by the format and null in practice
 * @param sig 64 bytes, r and s, low-S, over the SHA-256 of the same object without {@code sig}
 */
public record Commit(Did did, Tid rev, Cid data, @Nullable Cid prev, byte[] sig) {
  /** The version of the repo format. */
  public static final int VERSION = 3;

  private static final CborLimits LIMITS = new CborLimits(10_000, 2, 8, 16);

  /** Makes and signs a commit. */
  public static Commit sign(Did did, Tid rev, Cid data, SigningKey key) {
    Commit unsigned = new Commit(did, rev, data, null, new byte[0]);
    return new Commit(did, rev, data, null, key.sign(unsigned.unsignedBytes()));
  }

  /** Whether the signature is by this key, in its only valid form. */
  public boolean verify(PublicKey key) {
    return key.verify(unsignedBytes(), sig);
  }

  /** The bytes that are signed: the object without the field {@code sig}. */
  public byte[] unsignedBytes() {
    return write(false);
  }

  /** The block. */
  public byte[] encode() {
    return write(true);
  }

  private byte[] write(boolean signed) {
    DagCborWriter writer = new DagCborWriter(256);
    writer.mapHead(signed ? 6 : 5);
    writer.text("did").text(did.toString());
    writer.text("rev").text(rev.toString());
    if (signed) {
      writer.text("sig").bytes(sig);
    }
    writer.text("data").link(data);
    writer.text("prev");
    if (prev == null) {
      writer.nil();
    } else {
      writer.link(prev);
    }
    return writer.text("version").integer(VERSION).toByteArray();
  }

  /**
   * Reads the block of a commit.
   *
   * @throws CommitFormatException if it is no signed commit of version 3
   */
  public static Commit decode(byte[] block) {
    try {
      DagCborReader reader = new DagCborReader(block, 0, block.length, LIMITS);
      if (reader.mapHead() != 6) {
        throw new CommitFormatException("not a commit: missing or unknown fields");
      }
      reader.key("did");
      Did did = Did.parse(reader.text());
      reader.key("rev");
      Tid rev = Tid.parse(reader.text());
      reader.key("sig");
      byte[] sig = reader.bytes();
      reader.key("data");
      Cid data = reader.link();
      reader.key("prev");
      Cid prev = reader.linkOrNull();
      reader.key("version");
      long version = reader.integer();
      reader.end();
      if (data.codec() != Cid.Codec.DAG_CBOR) {
        throw new CommitFormatException("not a commit: data is no dag-cbor block");
      }
      if (version != VERSION) {
        throw new CommitFormatException("commit of version " + version + ", only 3 is known");
      }
      return new Commit(did, rev, data, prev, sig);
    } catch (CborException | InvalidSyntaxException e) {
      throw new CommitFormatException("not a commit: " + e.getMessage());
    }
  }
}
