package dev.orlop.hold.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Base32;
import dev.orlop.car.cid.Sha256;
import dev.orlop.lexicons.Nsids;
import java.util.Arrays;

/** One repository of images: whose it is, and its name. */
public record ImageRepository(Did owner, RepositoryName name)
    implements Comparable<ImageRepository> {
  private static final int KEY_BYTES = 16;

  /**
   * Where its stats record is, on every hold: the key is the base32 of the first 16 bytes of the
   * SHA-256 of {@code owner/name}.
   */
  public RepoPath statsPath() {
    byte[] hash = Sha256.hash((owner + "/" + name).getBytes(UTF_8));
    return new RepoPath(
        Nsids.HOLD_STATS, RecordKey.parse(Base32.encode(Arrays.copyOf(hash, KEY_BYTES))));
  }

  @Override
  public int compareTo(ImageRepository other) {
    int order = owner.compareTo(other.owner);
    return order != 0 ? order : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
