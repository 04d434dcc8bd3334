package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.blob.Content;
import dev.orlop.lexicons.Nsids;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Uploads pictures, writes records that show them, and deletes these. */
final class Illustrator implements Client {
  private static final String COLLECTION = "io.example.picture";
  private static final String TYPE = "application/octet-stream";
  private static final int MOST_SHOWN = 8;
  private static final int MOST_WITHDRAWN = 5;

  private final Network network;
  private final Tenant tenant;
  private final Deque<Picture> uploaded = new ArrayDeque<>();
  private final Map<String, Picture> shown = new HashMap<>();
  private final Deque<Picture> withdrawn = new ArrayDeque<>();
  private Optional<Doubt> doubt = Optional.empty();
  private int next;

  /**
   * A picture that the hold took.
   *
   * @param ref what records hold of it
   */
  private record Picture(Content content, DataMap ref) {
    Cid cid() {
      return ref.link("ref").orElseThrow();
    }
  }

  /** A record that should be there, or should not. */
  private record Doubt(String key, Picture picture, boolean there) {}

  Illustrator(Network network, Tenant tenant) {
    this.network = network;
    this.tenant = tenant;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (uploaded.isEmpty() || random.nextInt(4) == 0) {
      upload(hold, Content.random(random.nextLong(), random.nextInt(1, 40_000)));
    } else if (shown.size() < MOST_SHOWN && random.nextInt(3) > 0) {
      show(hold, "picture" + next++, uploaded.removeFirst());
    } else if (!shown.isEmpty()) {
      List<String> keys = new ArrayList<>(shown.keySet());
      String key = keys.get(random.nextInt(keys.size()));
      if (random.nextBoolean()) {
        checkServed(hold, picture(key));
      } else {
        withdraw(hold, key);
      }
    }
  }

  private Picture picture(String key) {
    return Optional.ofNullable(shown.get(key)).orElseThrow();
  }

  private void upload(HoldClient hold, Content content) throws CutOffException {
    HttpResponse<byte[]> answer =
        hold.call(tenant.token(hold), Nsids.REPO_UPLOAD_BLOB, TYPE, content.bytes());
    DataMap ref = HoldClient.granted(answer).map("blob").orElseThrow();
    Picture picture = new Picture(content, ref);
    assertEquals(content.digest().toCid(), Optional.of(picture.cid()));
    uploaded.addLast(picture);
  }

  private void show(HoldClient hold, String key, Picture picture) throws CutOffException {
    doubt = Optional.of(new Doubt(key, picture, true));
    DataMap record = DataMap.builder().put("picture", picture.ref()).build();
    HoldClient.done(
        hold.call(
            tenant.token(hold), Nsids.REPO_CREATE_RECORD, body(key).put("record", record).build()));
    settle();
  }

  private void withdraw(HoldClient hold, String key) throws CutOffException {
    doubt = Optional.of(new Doubt(key, picture(key), false));
    HoldClient.done(hold.call(tenant.token(hold), Nsids.REPO_DELETE_RECORD, body(key).build()));
    settle();
  }

  private DataMap.Builder body(String key) {
    return DataMap.builder()
        .put("repo", tenant.did().toString())
        .put("collection", COLLECTION)
        .put("rkey", key);
  }

  /** What was asked for is done. */
  private void settle() {
    Doubt done = doubt.orElseThrow();
    doubt = Optional.empty();
    if (done.there()) {
      shown.put(done.key(), done.picture());
      return;
    }
    shown.remove(done.key());
    withdrawn.addLast(done.picture());
    if (withdrawn.size() > MOST_WITHDRAWN) {
      withdrawn.removeFirst();
    }
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    RepoCopy repo = tenant.check(life, network.key(tenant.did()), "active");
    if (doubt.isPresent()) {
      Doubt asked = doubt.get();
      if (repo.record(path(asked.key())).isPresent() == asked.there()) {
        settle();
      } else if (asked.there()) {
        uploaded.addFirst(asked.picture());
      }
    }
    doubt = Optional.empty();
    Map<RepoPath, DataValue> wanted = new HashMap<>();
    shown.forEach((key, picture) -> wanted.put(path(key), picture.ref()));
    Map<RepoPath, DataValue> found = new HashMap<>();
    repo.records()
        .forEach((path, record) -> record.map("picture").ifPresent(ref -> found.put(path, ref)));
    assertEquals(wanted, found);
    checkBlobs(hold);
  }

  private static RepoPath path(String key) {
    return RepoPath.of(COLLECTION, key);
  }

  private void checkBlobs(HoldClient hold) throws CutOffException {
    Set<String> listed = new HashSet<>();
    DataMap answer =
        HoldClient.granted(hold.get(HoldClient.path(Nsids.SYNC_LIST_BLOBS, "did", tenant.did())));
    for (DataValue cid : answer.array("cids").orElseThrow()) {
      listed.add(((DataValue.Text) cid).value());
    }
    Set<String> wanted = new HashSet<>();
    for (Picture picture : shown.values()) {
      wanted.add(picture.cid().toString());
      checkServed(hold, picture);
    }
    assertEquals(wanted, listed);
    for (Picture picture : withdrawn) {
      HoldClient.refused("BlobNotFound", blob(hold, picture));
    }
  }

  private void checkServed(HoldClient hold, Picture picture) throws CutOffException {
    assertArrayEquals(picture.content().bytes(), blob(hold, picture).body());
  }

  private HttpResponse<byte[]> blob(HoldClient hold, Picture picture) throws CutOffException {
    return hold.get(
        HoldClient.path(Nsids.SYNC_GET_BLOB, "did", tenant.did(), "cid", picture.cid()));
  }
}
