package dev.orlop.appview.stats;

import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Datetime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What the holds of a repository have counted.
 *
 * @param holds that answered; each once
 * @param silent that did not; none of them is among the others
 */
public record RepositoryStats(
    Repository repository, List<HoldFigure> holds, List<SilentHold> silent) {
  /** Copies the lists. */
  public RepositoryStats {
    holds = List.copyOf(holds);
    silent = List.copyOf(silent);
  }

  /** Pulls at all holds that answered; at most {@link Counts#MAX}. */
  public long pulls() {
    return sum(Counts::pulls);
  }

  /** Pushes to all holds that answered; at most {@link Counts#MAX}. */
  public long pushes() {
    return sum(Counts::pushes);
  }

  /** The last pull that a hold tells of. */
  public Optional<Datetime> lastPull() {
    return latest(Counts::lastPull);
  }

  /** The last push that a hold tells of. */
  public Optional<Datetime> lastPush() {
    return latest(Counts::lastPush);
  }

  private long sum(ToLongFunction<Counts> count) {
    long sum = 0;
    for (HoldFigure figure : holds) {
      // Both are at most MAX: that fits.
      sum = Math.min(Counts.MAX, sum + count.applyAsLong(figure.counts()));
    }
    return sum;
  }

  private Optional<Datetime> latest(Function<Counts, Optional<Datetime>> when) {
    return holds.stream()
        .flatMap(figure -> when.apply(figure.counts()).stream())
        .max(Comparator.comparing(Datetime::instant));
  }
}
