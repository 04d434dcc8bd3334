package dev.orlop.hold.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.lexicons.RepositoryName;
import java.nio.ByteBuffer;
import java.time.Instant;

/** One pull, as the journal keeps it. */
record Pull(ImageRepository repository, PullClass pullClass, Instant at) {
  /** The longest payload: a DID and a name of greatest length, and what stands around them. */
  static final int MAX_BYTES = 1 + 8 + 2 + Did.MAX_LENGTH + RepositoryName.MAX_LENGTH;

  /** Class (1 byte), milliseconds since 1970 (8), length of the DID (2), DID, name. */
  byte[] toBytes() {
    byte[] owner = repository.owner().toString().getBytes(UTF_8);
    byte[] name = repository.name().toString().getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 8 + 2 + owner.length + name.length)
        .put((byte) (pullClass == PullClass.IMAGE ? 0 : 1))
        .putLong(at.toEpochMilli())
        .putShort((short) owner.length)
        .put(owner)
        .put(name)
        .array();
  }

  /** Reads what {@link #toBytes} wrote; throws some {@link RuntimeException} for anything else. */
  static Pull of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    PullClass pullClass = in.get() == 0 ? PullClass.IMAGE : PullClass.ARTIFACT;
    Instant at = Instant.ofEpochMilli(in.getLong());
    byte[] owner = new byte[in.getShort()];
    in.get(owner);
    byte[] name = new byte[in.remaining()];
    in.get(name);
    return new Pull(
        new ImageRepository(
            Did.parse(new String(owner, UTF_8)), new RepositoryName(new String(name, UTF_8))),
        pullClass,
        at);
  }
}
