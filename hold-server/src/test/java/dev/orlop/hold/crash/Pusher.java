package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.hold.pds.records.LayerRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Pushes images: blobs, then the notice; and sometimes the notice again. */
final class Pusher implements Client {
  private final Account owner;
  private final Counts counts;
  private final List<Image> pushed = new ArrayList<>();
  private final Set<Digest> blobs = new HashSet<>();
  private Optional<Image> doubt = Optional.empty();

  Pusher(Account owner, Counts counts) {
    this.owner = owner;
    this.counts = counts;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (!pushed.isEmpty() && random.nextInt(3) == 0) {
      Image again = pushed.get(random.nextInt(pushed.size()));
      counts.push(() -> again.notify(hold, "push"));
      return;
    }
    Image image = Image.random(owner, counts.name(), random.nextLong());
    blobs.add(image.config().digest());
    blobs.add(image.layer().digest());
    image.store(hold);
    doubt = Optional.of(image);
    counts.push(() -> image.notify(hold, "push"));
    doubt = Optional.empty();
    pushed.add(image);
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    for (Image image : pushed) {
      assertEquals(2, layers(evidence, image), image::toString);
    }
    if (doubt.isPresent() && layers(evidence, doubt.get()) > 0) {
      assertEquals(2, layers(evidence, doubt.get()), "a commit is there whole or not at all");
      pushed.add(doubt.get());
    }
    doubt = Optional.empty();
  }

  private static long layers(Evidence evidence, Image image) {
    Set<Digest> wanted = Set.of(image.config().digest(), image.layer().digest());
    return evidence.layers().stream()
        .filter(layer -> layer.manifest().equals(Optional.of(image.uri())))
        .map(LayerRecord::digest)
        .filter(wanted::contains)
        .count();
  }

  @Override
  public Set<Digest> blobs() {
    return blobs;
  }
}
