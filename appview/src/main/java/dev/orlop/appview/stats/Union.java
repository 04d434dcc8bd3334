package dev.orlop.appview.stats;

import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts replies together so that no hold counts twice. Pure. */
final class Union {
  private final Repository repository;
  private final List<HoldFigure> figures = new ArrayList<>();
  private final Map<Object, SilentHold> silent = new LinkedHashMap<>();
  private final Set<Did> heard = new HashSet<>();

  private Union(Repository repository) {
    this.repository = repository;
  }

  static RepositoryStats of(Repository repository, Collection<Reply> replies) {
    Union union = new Union(repository);
    for (Reply reply : replies) {
      if (reply instanceof Reply.Told told) {
        union.take(told);
      }
    }
    for (Reply reply : replies) {
      if (reply instanceof Reply.Silent one) {
        union.take(one);
      }
    }
    return new RepositoryStats(repository, union.figures, List.copyOf(union.silent.values()));
  }

  private void take(Reply.Told told) {
    HoldFigure figure = told.tally().figure(repository.name());
    told.named().asDid().ifPresent(heard::add);
    heard.add(figure.hold().did());
    for (int i = 0; i < figures.size(); i++) {
      if (isSame(figures.get(i), figure)) {
        if (isOwn(figure) && !isOwn(figures.get(i))) {
          figures.set(i, figure);
        }
        return;
      }
    }
    figures.add(figure);
  }

  /** One server has one answer, whatever it is called; and one record says one thing. */
  private static boolean isSame(HoldFigure a, HoldFigure b) {
    return a.hold().did().equals(b.hold().did())
        || a.hold().address().equals(b.hold().address())
        || (record(a).isPresent() && record(a).equals(record(b)));
  }

  private static Optional<AtUri> record(HoldFigure figure) {
    return figure.counts().record().map(Counts.Signed::uri);
  }

  /** Whether the record that it shows is in the repo of the hold itself. */
  private static boolean isOwn(HoldFigure figure) {
    AtIdentifier hold = figure.hold().did();
    return record(figure).filter(uri -> uri.authority().equals(hold)).isPresent();
  }

  private void take(Reply.Silent reply) {
    Optional<HoldFigure> last = reply.last().map(tally -> tally.figure(repository.name()));
    Optional<Did> did = last.map(HoldFigure::hold).map(Hold::did).or(() -> reply.named().asDid());
    if (did.filter(heard::contains).isEmpty()) {
      silent.putIfAbsent(
          did.<Object>map(one -> one).orElse(reply.named()),
          new SilentHold(reply.named(), reply.reason(), last));
    }
  }
}
