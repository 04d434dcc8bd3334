package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Does what is not done over HTTP: compacts the repo, and stores blobs that come in one piece. */
final class Operator implements Client {
  private static final String STAGED = "staged ";

  private final Set<Digest> staged = new HashSet<>();
  private final Set<Digest> blobs = new HashSet<>();

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    if (random.nextInt(4) == 0) {
      String said = life.child().command("compact");
      assertTrue(said.startsWith("compacted "), said);
      return;
    }
    long seed = random.nextLong();
    Digest digest = Content.random(seed, 5000).digest();
    blobs.add(digest);
    String said = life.child().command("stage " + seed);
    assertTrue(said.equals(STAGED + digest), said);
    staged.add(digest);
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) {
    staged.forEach(evidence::requireBlob);
  }

  @Override
  public Set<Digest> blobs() {
    return blobs;
  }
}
