package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator says of quotas. Without tiers nobody has a limit.
 *
 * @param tiers smallest first
 * @param usual the tier of those who have none, or one that is not known
 * @param trustedAppViews who may give members another tier, besides those who administer the hold
 */
public record QuotaSettings(List<Tier> tiers, Optional<Tier> usual, Set<Did> trustedAppViews) {
  /** No limits. */
  public static final QuotaSettings NONE = new QuotaSettings(List.of(), Optional.empty(), Set.of());

  /** Sorts the tiers. */
  public QuotaSettings {
    tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::most)).toList();
    trustedAppViews = Set.copyOf(trustedAppViews);
  }

  /**
   * Reads {@code deckhand=5GB, bosun=50GB}.
   *
   * @param usual a tier's name; the first of them if it is blank
   * @param trusted DIDs with commas between
   * @throws IllegalArgumentException if something is wrong
   */
  public static QuotaSettings parse(String tiers, String usual, String trusted) {
    List<Tier> all = new ArrayList<>();
    for (String part : parts(tiers)) {
      Tier tier = Tier.parse(part);
      if (all.stream().anyMatch(other -> other.name().equals(tier.name()))) {
        throw new IllegalArgumentException("has the tier " + tier.name() + " twice");
      }
      all.add(tier);
    }
    Optional<Tier> first =
        usual.isBlank()
            ? all.stream().findFirst()
            : all.stream().filter(tier -> tier.name().equals(usual)).findFirst();
    if (!usual.isBlank() && first.isEmpty()) {
      throw new IllegalArgumentException("has no tier " + usual + ", which is to be the usual one");
    }
    List<Did> dids = parts(trusted).stream().map(Did::parse).map(Did::canonical).toList();
    return new QuotaSettings(all, first, Set.copyOf(dids));
  }

  private static List<String> parts(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }

  /** The tier of a name. */
  public Optional<Tier> tier(String name) {
    return tiers.stream().filter(tier -> tier.name().equals(name)).findFirst();
  }
}
