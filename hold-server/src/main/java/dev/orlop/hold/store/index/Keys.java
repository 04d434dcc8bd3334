package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the maps. A repo's number comes first, so that its rows lie side by side. Texts are
 * ASCII without control characters; where one follows on another, a zero byte ends the first, so
 * that the keys sort as the pairs do.
 */
final class Keys {
  /** Above every character of a text. */
  private static final String ABOVE_ALL = "\u007f";

  /** Where what follows on the number begins. */
  static final int REST_AT = Integer.BYTES;

  /** How many characters the text of a CID has. */
  private static final int CID_TEXT = 59;

  private Keys() {}

  static byte[] repo(Did did) {
    return ascii(did.toString());
  }

  static byte[] all(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  /** The number of the repo whose row it is. */
  static int number(byte[] key) {
    return ByteBuffer.wrap(key).getInt();
  }

  static byte[] block(int number, Cid cid) {
    return ByteBuffer.allocate(Integer.BYTES + Cid.BYTES).putInt(number).put(cid.toBytes()).array();
  }

  static byte[] record(int number, RepoPath path) {
    return record(number, path.collection(), path.rkey().toString());
  }

  /** The key where the search for what follows on a record of the collection begins. */
  static byte[] record(int number, Nsid collection, RecordKey rkey) {
    return record(number, collection, rkey.toString());
  }

  /** Before all records of the collection; all their keys begin with it. */
  static byte[] records(int number, Nsid collection) {
    return record(number, collection, "");
  }

  /** Behind all records of the collection. */
  static byte[] behindRecords(int number, Nsid collection) {
    return record(number, collection, ABOVE_ALL);
  }

  private static byte[] record(int number, Nsid collection, String rkey) {
    return text(number, collection + "\0" + rkey);
  }

  /** The path in a record's key. */
  static RepoPath path(byte[] record) {
    return path(record, REST_AT);
  }

  static byte[] blob(int number, Cid blob, RepoPath path) {
    return text(number, blob + path.collection().toString() + "\0" + path.rkey());
  }

  /** All references to the blob have keys that begin with it. */
  static byte[] blob(int number, Cid blob) {
    return text(number, blob.toString());
  }

  /** Behind all references to the blob. */
  static byte[] behindBlob(int number, Cid blob) {
    return text(number, blob + ABOVE_ALL);
  }

  /** The blob in the key of a reference. */
  static Cid blobOf(byte[] reference) {
    return Cid.parse(new String(reference, REST_AT, CID_TEXT, StandardCharsets.ISO_8859_1));
  }

  /** The path in the key of a reference. */
  static RepoPath referrer(byte[] reference) {
    return path(reference, REST_AT + CID_TEXT);
  }

  static byte[] mark(int number, String name) {
    return text(number, name);
  }

  /** The name in a mark's key. */
  static String name(byte[] mark) {
    return new String(mark, REST_AT, mark.length - REST_AT, StandardCharsets.ISO_8859_1);
  }

  /** Whether a key begins with another. */
  static boolean isUnder(byte[] prefix, byte[] key) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static RepoPath path(byte[] key, int from) {
    int end = from;
    while (key[end] != 0) {
      end++;
    }
    return RepoPath.of(
        new String(key, from, end - from, StandardCharsets.ISO_8859_1),
        new String(key, end + 1, key.length - end - 1, StandardCharsets.ISO_8859_1));
  }

  private static byte[] text(int number, String text) {
    byte[] bytes = ascii(text);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(number).put(bytes).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
