package dev.orlop.car.cbor;

import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads items one after the other, strictly: each method reads one item of the kind it is named
 * for, in its only canonical encoding, or throws. Nothing is allocated from a declared length
 * before the bytes are known to be there.
 *
 * <p>Nesting and the order of map keys are seen by {@link DagCbor#decode}; a reader of a fixed
 * shape (a tree node, a commit) checks its keys one by one with {@link #key}.
 */
public final class DagCborReader {
  /** The kinds of item, by major type; the three simple values apart. */
  public enum Kind {
    /** An integer of either sign. */
    INTEGER,
    /** A byte string. */
    BYTES,
    /** Text. */
    TEXT,
    /** An array head. */
    ARRAY,
    /** A map head. */
    MAP,
    /** Tag 42 around a CID. */
    LINK,
    /** True or false. */
    BOOL,
    /** Null. */
    NULL
  }

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;
  private static final int LINK_BYTES = Cid.BYTES + 1;

  private final byte[] buffer;
  private final int start;
  private final int end;
  private final CborLimits limits;
  private int at;

  /** Reads all of {@code input}, within the default limits. */
  public DagCborReader(byte[] input) {
    this(input, 0, input.length, CborLimits.DEFAULT);
  }

  /**
   * Reads {@code length} bytes of {@code buffer} from {@code offset}.
   *
   * @throws CborException if that is more than the limits allow
   */
  public DagCborReader(byte[] buffer, int offset, int length, CborLimits limits) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length > limits.maxBytes()) {
      throw new CborException("CBOR of " + length + " bytes, limit " + limits.maxBytes(), 0);
    }
    this.buffer = buffer;
    this.start = offset;
    this.end = offset + length;
    this.at = offset;
    this.limits = limits;
  }

  /** How many bytes have been read. */
  public int position() {
    return at - start;
  }

  /** Throws unless everything has been read. */
  public void end() {
    if (at != end) {
      throw fault("bytes behind the value", at);
    }
  }

  /** The kind of the next item, without reading it. */
  public Kind kind() {
    int first = peek();
    return switch (first >>> 5) {
      case UNSIGNED, NEGATIVE -> Kind.INTEGER;
      case BYTES -> Kind.BYTES;
      case TEXT -> Kind.TEXT;
      case ARRAY -> Kind.ARRAY;
      case MAP -> Kind.MAP;
      case TAG -> Kind.LINK;
      default ->
          switch (first) {
            case 0xf4, 0xf5 -> Kind.BOOL;
            case 0xf6 -> Kind.NULL;
            case 0xf7 -> throw fault("undefined is not of the data model", at);
            case 0xf9, 0xfa, 0xfb -> throw fault("floats are not of the data model", at);
            default -> throw fault("unknown simple value", at);
          };
    };
  }

  /** Reads an integer of 64 bits. */
  public long integer() {
    int from = at;
    int major = peek() >>> 5;
    if (major != UNSIGNED && major != NEGATIVE) {
      throw fault("expected an integer", from);
    }
    long value = argument();
    if (value < 0) {
      throw fault("an integer of more than 64 bits", from);
    }
    return major == UNSIGNED ? value : ~value;
  }

  /** Reads text. */
  public String text() {
    return text(limits.maxBytes());
  }

  /** Reads a map key, of at most the limit's length. */
  public String key() {
    return text(limits.maxKeyBytes());
  }

  /** Reads a map key and throws unless it is {@code expected}, which is ASCII. */
  public void key(String expected) {
    int from = at;
    int length = length(TEXT, "expected text", limits.maxKeyBytes());
    boolean same = length == expected.length();
    for (int i = 0; same && i < length; i++) {
      same = buffer[at + i] == expected.charAt(i);
    }
    if (!same) {
      throw fault("expected the key \"" + expected + "\"", from);
    }
    at += length;
  }

  private String text(int maxBytes) {
    int from = at;
    int length = length(TEXT, "expected text", maxBytes);
    try {
      String text = Utf8.decode(buffer, at, length);
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw fault("text that is not UTF-8", from);
    }
  }

  /** Reads a byte string. */
  public byte[] bytes() {
    int length = length(BYTES, "expected bytes", limits.maxBytes());
    byte[] bytes = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return bytes;
  }

  /** Passes over a byte string, which then ends at {@link #position}, and returns its length. */
  public int skipBytes() {
    int length = length(BYTES, "expected bytes", limits.maxBytes());
    at += length;
    return length;
  }

  /** Copies bytes of the input, which lie {@code position} bytes behind its beginning. */
  public void copy(int position, byte[] target, int offset, int length) {
    System.arraycopy(buffer, start + position, target, offset, length);
  }

  /** Passes over text, which then ends at {@link #position}, and returns its length in bytes. */
  int skipText(int maxBytes) {
    int from = at;
    int length = length(TEXT, "expected text", maxBytes);
    if (!Utf8.isValid(buffer, at, length)) {
      throw fault("text that is not UTF-8", from);
    }
    at += length;
    return length;
  }

  /** The order of two map keys that have been read, by where they end and how long they are. */
  int compareKeys(int endA, int lengthA, int endB, int lengthB) {
    if (lengthA != lengthB) {
      return Integer.compare(lengthA, lengthB);
    }
    int a = start + endA - lengthA;
    int b = start + endB - lengthB;
    return Arrays.compareUnsigned(buffer, a, a + lengthA, buffer, b, b + lengthB);
  }

  /** Reads a link: tag 42 around a CID. */
  public Cid link() {
    int from = at;
    if (peek() >>> 5 == TAG && !startsWithTag42()) {
      throw fault("a tag other than 42, the only one of the data model", from);
    }
    // The whole of it is fixed but for the codec and the hash.
    if (end - at < 4 + LINK_BYTES
        || !startsWithTag42()
        || buffer[at + 2] != 0x58
        || buffer[at + 3] != LINK_BYTES
        || buffer[at + 4] != 0) {
      throw fault("expected a link (tag 42 around a CID of 36 bytes)", from);
    }
    try {
      Cid cid = Cid.read(buffer, at + 5);
      at += 4 + LINK_BYTES;
      return cid;
    } catch (InvalidCidException e) {
      throw fault(String.valueOf(e.getMessage()), from);
    }
  }

  private boolean startsWithTag42() {
    return end - at >= 2 && buffer[at] == (byte) 0xd8 && buffer[at + 1] == 42;
  }

  /** Reads a link, or null. */
  public @Nullable Cid linkOrNull() {
    if (peek() == 0xf6) {
      at++;
      return null;
    }
    return link();
  }

  /** Reads true or false. */
  public boolean bool() {
    int first = peek();
    if (first != 0xf4 && first != 0xf5) {
      throw fault("expected true or false", at);
    }
    at++;
    return first == 0xf5;
  }

  /** Reads null. */
  public void nil() {
    if (peek() != 0xf6) {
      throw fault("expected null", at);
    }
    at++;
  }

  /** Reads an array head and returns how many items follow. */
  public int arrayHead() {
    return items(ARRAY, "expected an array", 1);
  }

  /** Reads a map head and returns how many keys and values follow. */
  public int mapHead() {
    return items(MAP, "expected a map", 2);
  }

  private int items(int major, String expectation, int bytesPerItem) {
    int from = at;
    if (peek() >>> 5 != major) {
      throw fault(expectation, from);
    }
    long count = argument();
    if (count < 0 || count > limits.maxItems()) {
      throw fault("more items than the limit of " + limits.maxItems(), from);
    }
    // Each item takes a byte at least, so a count that the input cannot hold is refused here.
    if (count * bytesPerItem > end - at) {
      throw fault("fewer bytes than the items need", from);
    }
    return (int) count;
  }

  private int length(int major, String expectation, int max) {
    int from = at;
    if (peek() >>> 5 != major) {
      throw fault(expectation, from);
    }
    long length = argument();
    if (length < 0 || length > max) {
      throw fault("longer than the limit of " + max + " bytes", from);
    }
    if (length > end - at) {
      throw fault("cut off", from);
    }
    return (int) length;
  }

  private int peek() {
    if (at >= end) {
      throw fault("cut off", at);
    }
    return buffer[at] & 0xff;
  }

  /** Reads the number of a head, unsigned, and checks that no shorter head would have done. */
  private long argument() {
    int from = at;
    int info = buffer[at++] & 31;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw fault(info == 31 ? "indefinite lengths are not canonical" : "reserved head", from);
    }
    int bytes = 1 << (info - 24);
    if (end - at < bytes) {
      throw fault("cut off", from);
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = (value << 8) | (buffer[at++] & 0xff);
    }
    boolean shortest =
        switch (bytes) {
          case 1 -> value >= 24;
          case 2 -> value > 0xff;
          case 4 -> value > 0xffff;
          default -> value < 0 || value > 0xffff_ffffL;
        };
    if (!shortest) {
      throw fault("a head longer than it needs to be", from);
    }
    return value;
  }

  CborException fault(String message, int position) {
    return new CborException(message, position - start);
  }

  CborException faultHere(String message) {
    return fault(message, at);
  }
}
