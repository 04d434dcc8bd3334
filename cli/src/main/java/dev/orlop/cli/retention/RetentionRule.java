package dev.orlop.cli.retention;

import dev.orlop.atproto.syntax.Did;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a hold keeps. Either of the first two keeps a manifest by itself; without both, all is kept
 * that its owner has.
 *
 * @param keepTags how many of a repository's newest tags keep what they name
 * @param keepPulled how long a pull keeps all of its repository
 * @param dropGone whether a manifest goes that its owner has no more
 * @param grace how long a push keeps a manifest
 */
public record RetentionRule(
    OptionalInt keepTags, Optional<Duration> keepPulled, boolean dropGone, Duration grace) {
  /** Why a manifest goes. */
  public enum Reason {
    /** Its owner has deleted it. */
    GONE("its owner has no such manifest"),
    /** No rule keeps it. */
    UNUSED("no rule keeps it");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A manifest that is not kept. */
  public record Dropped(HeldManifest manifest, Reason reason) {}

  /**
   * What is known.
   *
   * @param owners whose repos could be read
   * @param pulls when each repository was pulled last, if ever
   */
  public record Known(Map<Did, OwnerImages> owners, Map<RepositoryOf, Instant> pulls, Instant now) {
    /** Copies the maps. */
    public Known {
      owners = Map.copyOf(owners);
      pulls = Map.copyOf(pulls);
    }
  }

  /** A repository of an account. */
  public record RepositoryOf(Did owner, String name) {
    static RepositoryOf of(HeldManifest manifest) {
      return new RepositoryOf(manifest.name().owner(), manifest.name().repository());
    }
  }

  /** Which of the manifests are not kept, in the order in which they are given. */
  public List<Dropped> judge(Collection<HeldManifest> held, Known known) {
    Map<HeldManifest.Name, Dropped> dropped = new LinkedHashMap<>();
    Set<HeldManifest.Name> kept = new HashSet<>();
    for (HeldManifest manifest : held) {
      reason(manifest, known)
          .ifPresentOrElse(
              reason -> dropped.put(manifest.name(), new Dropped(manifest, reason)),
              () -> kept.add(manifest.name()));
    }
    Map<HeldManifest.Name, Set<HeldManifest.Name>> keepers = keepers(held, known);
    Predicate<HeldManifest.Name> belongs =
        name -> !Collections.disjoint(keepers.getOrDefault(name, Set.of()), kept);
    List<HeldManifest.Name> more = dropped.keySet().stream().filter(belongs).toList();
    while (!more.isEmpty()) {
      // What belongs to these may be next.
      kept.addAll(more);
      dropped.keySet().removeAll(more);
      more = dropped.keySet().stream().filter(belongs).toList();
    }
    return List.copyOf(dropped.values());
  }

  /**
   * With which manifests each stays: the indexes that it is of, and what it says something about.
   */
  private static Map<HeldManifest.Name, Set<HeldManifest.Name>> keepers(
      Collection<HeldManifest> held, Known known) {
    Map<HeldManifest.Name, Set<HeldManifest.Name>> keepers = new HashMap<>();
    for (HeldManifest manifest : held) {
      HeldManifest.Name name = manifest.name();
      manifest.children().stream()
          .map(name::sibling)
          .forEach(child -> keepers.computeIfAbsent(child, _ -> new HashSet<>()).add(name));
      OwnerImages owner = known.owners().get(name.owner());
      if (owner != null) {
        owner.belongsTo(name.digest()).stream()
            .map(name::sibling)
            .forEach(keeper -> keepers.computeIfAbsent(name, _ -> new HashSet<>()).add(keeper));
      }
    }
    return keepers;
  }

  private Optional<Reason> reason(HeldManifest manifest, Known known) {
    OwnerImages owner = known.owners().get(manifest.name().owner());
    if (owner == null || manifest.since().isAfter(known.now().minus(grace))) {
      return Optional.empty();
    }
    if (dropGone && !owner.has(manifest.name().digest())) {
      return Optional.of(Reason.GONE);
    }
    boolean isRuled = keepTags.isPresent() || keepPulled.isPresent();
    return isRuled && !isTagged(manifest, owner) && !isPulled(manifest, known)
        ? Optional.of(Reason.UNUSED)
        : Optional.empty();
  }

  private boolean isTagged(HeldManifest manifest, OwnerImages owner) {
    HeldManifest.Name name = manifest.name();
    return keepTags.isPresent()
        && owner.isTagged(name.repository(), name.digest(), keepTags.getAsInt());
  }

  private boolean isPulled(HeldManifest manifest, Known known) {
    Instant last = known.pulls().getOrDefault(RepositoryOf.of(manifest), Instant.MIN);
    return keepPulled.isPresent() && last.isAfter(known.now().minus(keepPulled.get()));
  }
}
