package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.hold.crash.OpenUpload.Ending;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Stores blobs, in one piece and in parts: in order and out of it, sent again, given up, and
 * completed as what they are not. An upload goes on in the next life where it was cut off.
 */
final class Uploader implements Client {
  private static final int MOST_OPEN = 3;

  private final Account owner;
  private final List<OpenUpload> open = new ArrayList<>();
  private Optional<Doubt> doubt = Optional.empty();
  private final Set<Digest> stored = new HashSet<>();
  private final Set<Digest> never = new HashSet<>();
  private final Set<Digest> blobs = new HashSet<>();

  /** An upload that should have ended. */
  private record Doubt(OpenUpload upload, Ending ending) {}

  Uploader(Account owner) {
    this.owner = owner;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (open.size() < MOST_OPEN && random.nextInt(4) == 0) {
      open.add(OpenUpload.begin(hold, owner, random));
    } else if (open.isEmpty() || random.nextInt(6) == 0) {
      storeWhole(hold, random);
    } else {
      goOn(hold, open.get(random.nextInt(open.size())), random);
    }
  }

  private void storeWhole(HoldClient hold, SplittableRandom random) throws CutOffException {
    Content content = Content.random(random.nextLong(), random.nextInt(1, 50_000));
    blobs.add(content.digest());
    hold.store(owner, content);
    stored.add(content.digest());
  }

  private void goOn(HoldClient hold, OpenUpload upload, SplittableRandom random)
      throws CutOffException {
    if (random.nextInt(20) == 0) {
      end(hold, upload, Ending.ABORT);
    } else if (!upload.isSent()) {
      upload.sendNext(hold, random);
    } else if (random.nextInt(4) == 0) {
      upload.replaceOne(hold, random);
    } else {
      end(hold, upload, random.nextInt(8) == 0 ? Ending.SPOIL : Ending.COMPLETE);
    }
  }

  private void end(HoldClient hold, OpenUpload upload, Ending ending) throws CutOffException {
    if (ending == Ending.COMPLETE) {
      blobs.add(upload.digest());
    }
    doubt = Optional.of(new Doubt(upload, ending));
    upload.end(hold, ending, false);
    ended(upload, ending);
  }

  private void ended(OpenUpload upload, Ending ending) {
    doubt = Optional.empty();
    open.remove(upload);
    (ending == Ending.COMPLETE ? stored : never).add(upload.digest());
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    stored.forEach(evidence::requireBlob);
    for (Digest digest : never) {
      assertFalse(evidence.blobs().containsKey(digest), () -> digest + " was never completed");
    }
    if (doubt.isPresent()) {
      Doubt asked = doubt.get();
      asked.upload().end(hold, asked.ending(), true);
      ended(asked.upload(), asked.ending());
    }
    for (OpenUpload upload : List.copyOf(open)) {
      if (random.nextBoolean()) {
        finish(hold, upload, random);
      }
    }
  }

  /** What was acknowledged before the kill need not be sent again. */
  private void finish(HoldClient hold, OpenUpload upload, SplittableRandom random)
      throws CutOffException {
    while (!upload.isSent()) {
      upload.sendNext(hold, random);
    }
    end(hold, upload, Ending.COMPLETE);
    String path = HoldClient.path(Nsids.SYNC_GET_BLOB, "did", owner.did(), "cid", upload.digest());
    assertArrayEquals(upload.bytes(), hold.get(path).body());
  }

  @Override
  public Set<Digest> blobs() {
    return blobs;
  }
}
