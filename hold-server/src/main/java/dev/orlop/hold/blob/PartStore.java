package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A store that takes blobs in parts directly from those who have them, past us, and therefore
 * unseen: what was joined is read before it is published. Safe for use by many threads.
 *
 * <p>Methods throw {@link BlobStoreException} when the store refuses or does not answer. All of
 * them may be called again, whatever became of the first call.
 */
public interface PartStore {
  /**
   * Parts that gather, or what was joined of them.
   *
   * @param name ours
   * @param id the store's
   */
  record Gathering(String name, String id) {}

  /**
   * Begins to gather.
   *
   * @param name good in a path, and never used before
   */
  Gathering begin(String name);

  /** Where anybody may PUT this part for a short while; the answer has its ETag. */
  URI target(Gathering gathering, int number);

  /**
   * Sends a part through here, to whoever cannot reach the store.
   *
   * @param length in bytes
   */
  PartSink send(Gathering gathering, int number, long length);

  /** The parts that are there, by number; empty once they are joined or dropped. */
  Optional<List<SentPart>> parts(Gathering gathering);

  /** Joins these parts; the others are dropped. */
  void join(Gathering gathering, List<SentPart> parts);

  /** Reads what was joined, all of it. */
  BlobCheck verify(Gathering gathering, Digest expected);

  /** Makes a blob of what was joined and verified; nothing is left of the gathering then. */
  void publish(Gathering gathering, StoredBlob verified);

  /** Leaves nothing of a gathering, joined or not. */
  void drop(Gathering gathering);

  /**
   * Drops what was begun before a time and is still there, whoever began it.
   *
   * @return how many
   */
  int dropBegunBefore(Instant time);

  /** A part on its way; for one thread. */
  interface PartSink {
    /** Takes the next bytes. */
    void write(byte[] bytes, int length);

    /** Ends the part, whose bytes were all written. */
    SentPart finish();

    /** Gives the part up; nothing happens after {@link #finish}. */
    void abandon();
  }
}
