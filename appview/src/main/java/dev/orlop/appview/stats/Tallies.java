package dev.orlop.appview.stats;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.Cached;
import dev.orlop.appview.cache.Codec;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Lifetimes;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.Repository;
import dev.orlop.lexicons.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tallies of holds, of a moment ago; and of when they last gave one. */
final class Tallies {
  /** Long enough that many who ask at once cost a hold one answer; short enough to be now. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final Duration LAST = Duration.ofHours(24);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Function<HoldRef, Hold> holds;
  private final HoldStats stats;
  private final Memory memory;
  private final Codec<Tally> codec = Tally.codec();
  private final Cached<Question, Tally> cached;

  /**
   * None yet.
   *
   * @param holds which one is meant, successors followed
   */
  Tallies(Function<HoldRef, Hold> holds, HoldStats stats, Memory memory) {
    this.holds = holds;
    this.stats = stats;
    this.memory = memory;
    this.cached =
        new Cached<>(
            memory,
            Cached.Naming.of(
                question -> CacheKeys.stats(question.key()),
                new Lifetimes(FRESH, FRESH, FRESH, FRESH)),
            codec,
            this::fetch);
  }

  Fetched<Tally> get(Question question) {
    return cached.get(question);
  }

  Optional<Tally> last(Question question) {
    return memory.cache().get(CacheKeys.lastStats(question.key())).flatMap(codec::decode);
  }

  private Fetched<Tally> fetch(Question question) {
    try {
      Hold hold = holds.apply(question.named());
      List<Counts> counts = counts(hold, question);
      Instant now = memory.clock().instant().truncatedTo(ChronoUnit.MILLIS);
      Tally tally = new Tally(hold, question.owner(), now, counts);
      codec
          .encode(tally)
          .ifPresent(bytes -> memory.cache().put(CacheKeys.lastStats(question.key()), bytes, LAST));
      return new Fetched.Found<>(tally);
    } catch (OciException e) {
      return new Fetched.Unavailable<>(e.text(), e.retryAfter().orElse(PAUSE));
    }
  }

  private List<Counts> counts(Hold hold, Question question) {
    Optional<RepositoryName> name = question.repository();
    return name.isPresent()
        ? List.of(stats.of(hold, new Repository(question.owner(), name.get())))
        : stats.list(hold, question.owner());
  }
}
