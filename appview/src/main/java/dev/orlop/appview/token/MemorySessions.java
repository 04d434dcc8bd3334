package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions in memory: of the accounts that were here lately, each with a few. */
public final class MemorySessions implements SessionStore {
  private static final int MAX_ACCOUNTS = 20_000;

  private final Cache<Did, List<PdsSession>> sessions =
      Caffeine.newBuilder().maximumSize(MAX_ACCOUNTS).build();

  @Override
  public List<PdsSession> of(Did did) {
    List<PdsSession> known = sessions.getIfPresent(did);
    return known == null ? List.of() : known;
  }

  @Override
  public void put(PdsSession session) {
    sessions
        .asMap()
        .compute(
            session.did(),
            (_, known) -> {
              List<PdsSession> all = without(known, session.id());
              all.addFirst(session);
              return List.copyOf(all.subList(0, Math.min(all.size(), PER_ACCOUNT)));
            });
  }

  @Override
  public void remove(Did did, String id) {
    sessions
        .asMap()
        .computeIfPresent(
            did,
            (_, known) -> {
              List<PdsSession> left = without(known, id);
              return left.isEmpty() ? null : List.copyOf(left);
            });
  }

  private static List<PdsSession> without(@Nullable List<PdsSession> known, String id) {
    List<PdsSession> left = new ArrayList<>();
    if (known != null) {
      known.stream().filter(session -> !session.id().equals(id)).forEach(left::add);
    }
    return left;
  }
}
