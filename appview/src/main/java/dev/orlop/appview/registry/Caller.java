package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks.
 *
 * @param did empty for somebody who did not say
 * @param grants what the token allows, by the names of repositories as the client writes them
 * @param pullsAll whether every repository may be read, as far as those who keep it allow
 */
public record Caller(Optional<Did> did, Map<String, Set<Action>> grants, boolean pullsAll) {
  /** Somebody without a token, where reading needs none. */
  public static final Caller ANYBODY = new Caller(Optional.empty(), Map.of(), true);

  /** Somebody without a token, where reading needs one. */
  public static final Caller NOBODY = new Caller(Optional.empty(), Map.of(), false);

  /** Copies the grants. */
  public Caller {
    grants = Map.copyOf(grants);
  }

  /** An account with a token. */
  public static Caller account(Did did, Map<String, Set<Action>> grants) {
    return new Caller(Optional.of(did), grants, false);
  }

  /**
   * The caller, whose repository it is. A name may have come to mean somebody else since the token
   * was made.
   *
   * @throws OciException UNAUTHORIZED if they did not say who they are, DENIED if it is not theirs
   */
  public Did requireOwner(Repository repository) {
    Did user = did.orElseThrow(OciError.UNAUTHORIZED::exception);
    if (!user.equals(repository.owner())) {
      throw OciError.DENIED.exception(
          user + " may not write to repositories of " + repository.owner());
    }
    return user;
  }

  /**
   * Whether the token grants it.
   *
   * @param name of a repository as the client writes it
   */
  public boolean may(Action action, String name) {
    return (pullsAll && action == Action.PULL)
        || grants.getOrDefault(name, Set.of()).contains(action);
  }
}
