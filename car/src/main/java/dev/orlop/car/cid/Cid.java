package dev.orlop.car.cid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A content identifier of the blessed form (AT Protocol data model): version 1, codec dag-cbor or
 * raw, SHA-256 multihash. 36 bytes in binary, 59 characters in text.
 */
public final class Cid implements Comparable<Cid> {
  /** What the addressed bytes are. */
  public enum Codec {
    /** Records, tree nodes and commits. */
    DAG_CBOR(0x71),
    /** Blobs. */
    RAW(0x55);

    private final int code;

    Codec(int code) {
      this.code = code;
    }
  }

  /** The length of the binary form. */
  public static final int BYTES = 36;

  private static final int TEXT_LENGTH = 59;
  private static final int HEAD_BYTES = 4;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  // Four longs rather than an array: half the memory, and equality without a loop.
  private final Codec codec;
  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Cid(Codec codec, byte[] hash, int offset) {
    this.codec = codec;
    this.a = (long) LONGS.get(hash, offset);
    this.b = (long) LONGS.get(hash, offset + 8);
    this.c = (long) LONGS.get(hash, offset + 16);
    this.d = (long) LONGS.get(hash, offset + 24);
  }

  /** The CID with a known hash of 32 bytes. */
  public static Cid of(Codec codec, byte[] sha256) {
    if (sha256.length != Sha256.BYTES) {
      throw new InvalidCidException("a SHA-256 has 32 bytes, not " + sha256.length);
    }
    return new Cid(codec, sha256, 0);
  }

  /** The CID of a block. */
  public static Cid hash(Codec codec, byte[] block) {
    return hash(codec, block, 0, block.length);
  }

  /** The CID of the block that lies in {@code buffer} from {@code offset}. */
  public static Cid hash(Codec codec, byte[] buffer, int offset, int length) {
    return new Cid(codec, Sha256.hash(buffer, offset, length), 0);
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidCidException for any other CID: version 0, another base, codec or hash
   */
  public static Cid parse(String text) {
    if (text.length() != TEXT_LENGTH || text.charAt(0) != 'b') {
      throw new InvalidCidException(
          "a CID is 'b' and 58 characters of base32, not " + text.length() + " characters");
    }
    byte[] bytes;
    try {
      bytes = Base32.decode(text.substring(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidCidException("a CID is base32: " + e.getMessage());
    }
    return read(bytes, 0);
  }

  /**
   * Reads the 36 bytes of the binary form at {@code offset}.
   *
   * @throws InvalidCidException if they are no CID of the blessed form, or there are fewer
   */
  public static Cid read(byte[] source, int offset) {
    if (source.length - offset < BYTES) {
      throw new InvalidCidException("a CID has 36 bytes, not " + (source.length - offset));
    }
    if (source[offset] != 1) {
      throw new InvalidCidException("CID version " + (source[offset] & 0xff) + ", only 1 is known");
    }
    Codec codec =
        switch (source[offset + 1]) {
          case 0x71 -> Codec.DAG_CBOR;
          case 0x55 -> Codec.RAW;
          default ->
              throw new InvalidCidException(
                  "CID codec 0x%02x, only dag-cbor and raw are known"
                      .formatted(source[offset + 1] & 0xff));
        };
    if (source[offset + 2] != 0x12 || source[offset + 3] != Sha256.BYTES) {
      throw new InvalidCidException("CID with a hash other than SHA-256");
    }
    return new Cid(codec, source, offset + HEAD_BYTES);
  }

  /**
   * Whether {@code text} looks like a CID of any version and base, as the string format {@code cid}
   * asks: 8 to 256 letters, digits and the signs of some bases. {@link #parse} is the strict form.
   */
  public static boolean isSyntax(String text) {
    if (text.length() < 8 || text.length() > 256) {
      return false;
    }
    // Version 0 is no longer a CID here; its text is 46 characters of base58 that start with Qm.
    if (text.startsWith("Qmb")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      boolean fits =
          (ch >= 'a' && ch <= 'z')
              || (ch >= 'A' && ch <= 'Z')
              || (ch >= '0' && ch <= '9')
              || ch == '+'
              || ch == '=';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** What the addressed bytes are. */
  public Codec codec() {
    return codec;
  }

  /** The hash, 32 bytes. */
  public byte[] sha256() {
    byte[] hash = new byte[Sha256.BYTES];
    writeHash(hash, 0);
    return hash;
  }

  /** The binary form, 36 bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    write(bytes, 0);
    return bytes;
  }

  /** Writes the 36 bytes of the binary form into {@code target} at {@code offset}. */
  public void write(byte[] target, int offset) {
    target[offset] = 1;
    target[offset + 1] = (byte) codec.code;
    target[offset + 2] = 0x12;
    target[offset + 3] = Sha256.BYTES;
    writeHash(target, offset + HEAD_BYTES);
  }

  private void writeHash(byte[] target, int offset) {
    LONGS.set(target, offset, a);
    LONGS.set(target, offset + 8, b);
    LONGS.set(target, offset + 16, c);
    LONGS.set(target, offset + 24, d);
  }

  /** Whether this is the address of {@code block}. */
  public boolean matches(byte[] block) {
    return matches(block, 0, block.length);
  }

  /** Whether this is the address of {@code length} bytes of {@code buffer} from {@code offset}. */
  public boolean matches(byte[] buffer, int offset, int length) {
    byte[] hash = Sha256.hash(buffer, offset, length);
    return a == (long) LONGS.get(hash, 0)
        && b == (long) LONGS.get(hash, 8)
        && c == (long) LONGS.get(hash, 16)
        && d == (long) LONGS.get(hash, 24);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cid cid
        && a == cid.a
        && b == cid.b
        && c == cid.c
        && d == cid.d
        && codec == cid.codec;
  }

  @Override
  public int hashCode() {
    // The hash is uniform, so any 32 bits of it will do.
    return (int) d;
  }

  /** By the bytes of the binary form, unsigned. */
  @Override
  public int compareTo(Cid other) {
    int order = Integer.compare(codec.code, other.codec.code);
    if (order == 0) {
      order = Long.compareUnsigned(a, other.a);
    }
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  /** The text form: {@code b} and 58 characters of base32. */
  @Override
  public String toString() {
    return "b" + Base32.encode(toBytes());
  }
}
