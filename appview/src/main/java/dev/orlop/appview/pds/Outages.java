package dev.orlop.appview.pds;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.pds.Reply.Outage;
import dev.orlop.appview.pds.Reply.Scope;
import dev.orlop.atproto.syntax.Did;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Servers that did not answer lately, or asked for a pause. While that lasts they are not asked, so
 * that a server that hangs costs one wait and not one for each thing that is wanted of it.
 */
final class Outages {
  private static final int MAX_OUTAGES = 20_000;

  private final InstantSource clock;
  private final Cache<Key, Noted> outages = Caffeine.newBuilder().maximumSize(MAX_OUTAGES).build();

  /** A server; or one repo there. */
  private record Key(URI server, Optional<Did> repo) {}

  private record Noted(Outage outage, Instant until) {}

  Outages(InstantSource clock) {
    this.clock = clock;
  }

  /** Why a repo's server is not asked just now, with what is left of the pause. */
  Optional<Outage> of(URI server, Did repo) {
    return of(new Key(server, Optional.empty())).or(() -> of(new Key(server, Optional.of(repo))));
  }

  private Optional<Outage> of(Key key) {
    Noted noted = outages.getIfPresent(key);
    Instant now = clock.instant();
    if (noted == null || !now.isBefore(noted.until())) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, noted.until());
    return Optional.of(new Outage(noted.outage().reason(), left, Scope.QUESTION));
  }

  void note(URI server, Did repo, Outage outage) {
    Noted noted = new Noted(outage, clock.instant().plus(outage.pause()));
    switch (outage.scope()) {
      case QUESTION -> {
        // Says nothing of others.
      }
      case REPO -> outages.put(new Key(server, Optional.of(repo)), noted);
      case SERVER -> outages.put(new Key(server, Optional.empty()), noted);
    }
  }
}
