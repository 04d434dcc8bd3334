package dev.orlop.appview.token;

import dev.orlop.atproto.syntax.Did;
import java.util.List;
import java.util.Optional;

/**
 * Port: where sessions are kept. They are secrets; a store that writes them down encrypts them. One
 * that forgets makes people sign in again, and nothing worse. Safe for many threads.
 */
public interface SessionStore {
  /** So many of one account at least are kept: one for each password that is in use. */
  int PER_ACCOUNT = 4;

  /** Those of an account, the one that was put last first. */
  List<PdsSession> of(Did did);

  /** One of them. */
  default Optional<PdsSession> find(Did did, String id) {
    return of(did).stream().filter(session -> session.id().equals(id)).findFirst();
  }

  /** Keeps a session, in the place of the one with the same id. */
  void put(PdsSession session);

  /** Forgets one. */
  void remove(Did did, String id);
}
