package dev.orlop.appview.registry;

import dev.orlop.car.cid.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which referrers are asked for.
 *
 * @param artifactType only those of this type
 * @param last only what comes after it, which need not be in the list
 */
public record ReferrersWish(Optional<String> artifactType, Optional<Digest> last) {
  private static final int MAX_COUNT = 1_000;

  /** A page is a manifest, which clients bound. One entry is in it whatever its size. */
  private static final int MAX_CHARS = 3 << 20;

  private static final int ENTRY_CHARS = 400;

  Page<Referrer> page(List<Referrer> referrers) {
    List<Referrer> left =
        referrers.stream()
            .filter(one -> artifactType.isEmpty() || artifactType.equals(one.artifactType()))
            .filter(one -> last.isEmpty() || one.digest().compareTo(last.get()) > 0)
            .sorted(Comparator.comparing(Referrer::digest))
            .toList();
    List<Referrer> page = new ArrayList<>();
    long chars = 0;
    for (Referrer one : left) {
      chars += chars(one);
      if (page.size() == MAX_COUNT || (chars > MAX_CHARS && !page.isEmpty())) {
        return new Page<>(page, true);
      }
      page.add(one);
    }
    return new Page<>(page, false);
  }

  private static long chars(Referrer referrer) {
    return ENTRY_CHARS
        + referrer.annotations().entrySet().stream()
            .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
            .sum();
  }
}
