package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.lexicons.Nsids;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An upload that was begun, its parts and which of them were acknowledged. */
final class OpenUpload {
  /** How it ends. */
  enum Ending {
    /** As a blob. */
    COMPLETE,
    /** By being given up. */
    ABORT,
    /** By being completed as another blob than it is, which the hold refuses. */
    SPOIL
  }

  private static final int MOST_BYTES = 60_000;
  private static final int LEAST_BYTES = 1 << 10;

  private final Account owner;
  private final String id;
  private final Map<Integer, byte[]> parts = new TreeMap<>();
  private final Map<Integer, String> etags = new TreeMap<>();

  private OpenUpload(Account owner, String id, int mostParts, SplittableRandom random) {
    this.owner = owner;
    this.id = id;
    int count = random.nextInt(1, mostParts + 1);
    for (int number = 1; number <= count; number++) {
      parts.put(number, part(random));
    }
  }

  private static byte[] part(SplittableRandom random) {
    return Content.bytes(random.nextLong(), random.nextInt(LEAST_BYTES, MOST_BYTES));
  }

  static OpenUpload begin(HoldClient hold, Account owner, SplittableRandom random)
      throws CutOffException {
    DataMap body = DataMap.builder().put("digest", "uploads/temp-" + random.nextLong()).build();
    DataMap answer = HoldClient.granted(hold.call(owner, Nsids.HOLD_INITIATE_UPLOAD, body));
    return new OpenUpload(owner, answer.text("uploadId").orElseThrow(), hold.mostParts(), random);
  }

  /** The digest of all parts as they are now. */
  Digest digest() {
    return Digest.hash(Digest.Algorithm.SHA256, bytes());
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  boolean isSent() {
    return etags.size() == parts.size();
  }

  /** Sends a part that is missing: mostly the next, sometimes any. */
  void sendNext(HoldClient hold, SplittableRandom random) throws CutOffException {
    List<Integer> missing = new ArrayList<>(parts.keySet());
    missing.removeAll(etags.keySet());
    send(hold, missing.get(random.nextInt(3) == 0 ? random.nextInt(missing.size()) : 0));
  }

  /** Sends a part again, with other bytes. */
  void replaceOne(HoldClient hold, SplittableRandom random) throws CutOffException {
    int number = random.nextInt(1, parts.size() + 1);
    parts.put(number, part(random));
    etags.remove(number);
    send(hold, number);
  }

  private void send(HoldClient hold, int number) throws CutOffException {
    DataMap wish = DataMap.builder().put("uploadId", id).put("partNumber", number).build();
    DataMap answer = HoldClient.granted(hold.call(owner, Nsids.HOLD_GET_PART_UPLOAD_URL, wish));
    String url = answer.text("url").orElseThrow();
    etags.put(number, hold.put(url, part(number)));
  }

  private byte[] part(int number) {
    return Optional.ofNullable(parts.get(number)).orElseThrow();
  }

  /**
   * Ends it.
   *
   * @param again whether it may have ended so already
   */
  void end(HoldClient hold, Ending ending, boolean again) throws CutOffException {
    switch (ending) {
      case COMPLETE -> HoldClient.granted(complete(hold, digest()));
      case SPOIL -> refused(complete(hold, Content.of("another").digest()), "InvalidDigest", again);
      case ABORT -> {
        DataMap body = DataMap.builder().put("uploadId", id).build();
        HttpResponse<byte[]> answer = hold.call(owner, Nsids.HOLD_ABORT_UPLOAD, body);
        if (!again || answer.statusCode() != 400) {
          HoldClient.granted(answer);
        }
      }
    }
  }

  /** Again: its parts are dropped, and then it is forgotten. */
  private static void refused(HttpResponse<byte[]> answer, String error, boolean again) {
    String found = DataJson.parse(answer.body()).text("error").orElseThrow();
    assertEquals(400, answer.statusCode(), found);
    Set<String> right = again ? Set.of(error, "MissingParts", "InvalidUploadId") : Set.of(error);
    assertTrue(right.contains(found), found);
  }

  private HttpResponse<byte[]> complete(HoldClient hold, Digest digest) throws CutOffException {
    List<DataMap> list = new ArrayList<>();
    etags.forEach(
        (number, etag) ->
            list.add(DataMap.builder().put("partNumber", number).put("etag", etag).build()));
    DataMap body =
        DataMap.builder()
            .put("uploadId", id)
            .put("digest", digest.toString())
            .put("parts", list)
            .build();
    return hold.call(owner, Nsids.HOLD_COMPLETE_UPLOAD, body);
  }
}
