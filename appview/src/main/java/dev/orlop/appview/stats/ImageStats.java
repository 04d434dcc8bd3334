package dev.orlop.appview.stats;

import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.manifests.ManifestReads;
import dev.orlop.appview.manifests.Shelf;
import dev.orlop.appview.manifests.Shelves;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.lexicons.RepositoryName;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Counts of images at all holds that their manifests name. A hold that fails, or is slow, is said
 * to be silent and makes nobody wait for long. Safe for many threads.
 */
public final class ImageStats {
  /** How long holds are waited for. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int MAX_HOLDS = 32;

  private final ManifestReads manifests;
  private final Survey survey;

  /**
   * At the holds that {@code manifests} name.
   *
   * @param holds which ones are meant
   * @param stats how they are asked
   * @param patience how long they are waited for
   */
  public ImageStats(
      ManifestReads manifests, Holds holds, HoldStats stats, Memory memory, Duration patience) {
    this.manifests = manifests;
    this.survey = new Survey(new Tallies(holds::findNow, stats, memory), patience, MAX_HOLDS);
  }

  /**
   * Of one repository; without holds if it is not there.
   *
   * @throws OciException UNAVAILABLE if its manifests cannot be read
   */
  public RepositoryStats of(Repository repository) {
    return of(repository, manifests.shelf(repository));
  }

  /** The same, where what the repository has is at hand. */
  public RepositoryStats of(Repository repository, Shelf shelf) {
    List<Question> questions =
        shelf.holds().stream()
            .map(hold -> new Question(hold, repository.owner(), Optional.of(repository.name())))
            .toList();
    return Union.of(repository, survey.ask(questions));
  }

  /**
   * Of an account's repositories, in the order of their names; each hold is asked once.
   *
   * @param after begins behind this name
   * @throws OciException UNAVAILABLE if its manifests cannot be read
   */
  public Page<RepositoryStats> list(Did owner, Optional<RepositoryName> after, int limit) {
    return list(owner, manifests.shelves(owner), after, limit);
  }

  /** The same, where what the account has is at hand. */
  public Page<RepositoryStats> list(
      Did owner, Shelves shelves, Optional<RepositoryName> after, int limit) {
    SortedSet<RepositoryName> names = shelves.names();
    List<RepositoryName> rest =
        names.stream()
            .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
            .limit(limit + 1L)
            .toList();
    List<RepositoryName> page = rest.subList(0, Math.min(limit, rest.size()));
    Map<RepositoryName, Set<HoldRef>> holds = new LinkedHashMap<>();
    page.forEach(name -> holds.put(name, shelves.of(name).holds()));
    Map<HoldRef, Reply> replies = ask(owner, holds.values());
    List<RepositoryStats> found =
        holds.entrySet().stream()
            .map(
                one ->
                    Union.of(
                        new Repository(owner, one.getKey()),
                        one.getValue().stream().map(replies::get).toList()))
            .toList();
    return new Page<>(found, rest.size() > page.size());
  }

  private Map<HoldRef, Reply> ask(Did owner, Collection<Set<HoldRef>> holds) {
    Set<Question> questions = new LinkedHashSet<>();
    holds.forEach(
        some -> some.forEach(hold -> questions.add(new Question(hold, owner, Optional.empty()))));
    Map<HoldRef, Reply> replies = new LinkedHashMap<>();
    survey.ask(questions).forEach(reply -> replies.put(reply.named(), reply));
    return replies;
  }
}
