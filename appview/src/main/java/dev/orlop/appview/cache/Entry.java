package dev.orlop.appview.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of an answer: a version, what it was, when it came, when the source was last asked;
 * behind that the value, or why there is none.
 *
 * @param last the last answer worth keeping
 * @param at when that came
 * @param askedAt when the source was last asked, whatever came of it; to the millisecond, both
 */
record Entry(Fetched<byte[]> last, Instant at, Instant askedAt) {
  private static final byte VERSION = 1;
  private static final byte FOUND = 1;
  private static final byte ABSENT = 2;
  private static final byte UNAVAILABLE = 3;
  private static final int HEAD_BYTES = 1 + 1 + 8 + 8;

  byte[] encode() {
    return switch (last) {
      case Fetched.Found<byte[]>(byte[] value) -> head(FOUND, value.length).put(value).array();
      case Fetched.Absent<byte[]>() -> head(ABSENT, 0).array();
      case Fetched.Unavailable<byte[]>(String reason, Duration pause) -> {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        yield head(UNAVAILABLE, 8 + text.length).putLong(pause.toMillis()).put(text).array();
      }
    };
  }

  private ByteBuffer head(byte kind, int more) {
    return ByteBuffer.allocate(HEAD_BYTES + more)
        .put(VERSION)
        .put(kind)
        .putLong(at.toEpochMilli())
        .putLong(askedAt.toEpochMilli());
  }

  /** Empty for what is no entry, or one of another version. */
  static Optional<Entry> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      if (in.get() != VERSION) {
        return Optional.empty();
      }
      byte kind = in.get();
      Instant at = Instant.ofEpochMilli(in.getLong());
      Instant askedAt = Instant.ofEpochMilli(in.getLong());
      return last(kind, in).map(last -> new Entry(last, at, askedAt));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static Optional<Fetched<byte[]>> last(byte kind, ByteBuffer in) {
    return switch (kind) {
      case FOUND -> Optional.of(new Fetched.Found<>(rest(in)));
      case ABSENT -> Optional.of(new Fetched.Absent<>());
      case UNAVAILABLE -> {
        Duration pause = Duration.ofMillis(in.getLong());
        String reason = new String(rest(in), StandardCharsets.UTF_8);
        yield Optional.of(new Fetched.Unavailable<>(reason, pause));
      }
      default -> Optional.empty();
    };
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }
}
