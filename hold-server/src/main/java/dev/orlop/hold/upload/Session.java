package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the session file says.
 *
 * @param declared the digest that was named at the beginning, if one was
 * @param gathering the name by which a store knows its parts, if they are not files
 * @param completed the blob that came of it; the bytes were verified and on disk when this was
 *     written
 */
record Session(
    Did owner,
    Optional<Digest> declared,
    Instant created,
    Optional<String> gathering,
    Optional<StoredBlob> completed) {
  private static final String HEADER = "orlop upload 1";

  Session complete(StoredBlob blob) {
    return new Session(owner, declared, created, gathering, Optional.of(blob));
  }

  Session gatheredAs(String name) {
    return new Session(owner, declared, created, Optional.of(name), completed);
  }

  /** The algorithm to hash with while parts come: that of the declared digest, or the usual one. */
  Digest.Algorithm algorithm() {
    return declared.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256);
  }

  /** Why the upload cannot be completed as this blob, if it was begun for another. */
  Optional<UploadRefused> refusal(Digest digest) {
    return declared
        .filter(wanted -> !wanted.equals(digest))
        .map(
            wanted ->
                new UploadRefused(
                    UploadError.INVALID_DIGEST, "the upload was begun for " + wanted));
  }

  String toText() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    text.append("owner ").append(owner).append('\n');
    text.append("created ").append(created.toEpochMilli()).append('\n');
    declared.ifPresent(digest -> text.append("declared ").append(digest).append('\n'));
    gathering.ifPresent(name -> text.append("gathering ").append(name).append('\n'));
    completed.ifPresent(
        blob ->
            text.append("completed ")
                .append(blob.digest())
                .append('\n')
                .append("size ")
                .append(blob.size())
                .append('\n'));
    return text.toString();
  }

  /** Reads it; throws {@link IllegalArgumentException} for what we did not write. */
  static Session parse(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty() || !lines.removeFirst().equals(HEADER)) {
      throw new IllegalArgumentException("not a session file of ours");
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("a line without a value");
      }
      fields.put(line.substring(0, space), line.substring(space + 1));
    }
    Optional<Digest> completed = Optional.ofNullable(fields.get("completed")).map(Digest::parse);
    return new Session(
        Did.parse(require(fields, "owner")),
        Optional.ofNullable(fields.get("declared")).map(Digest::parse),
        Instant.ofEpochMilli(Long.parseLong(require(fields, "created"))),
        Optional.ofNullable(fields.get("gathering")),
        completed.map(d -> new StoredBlob(d, Long.parseLong(require(fields, "size")))));
  }

  private static String require(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a session without " + name);
    }
    return value;
  }
}
