package dev.orlop.appview.token;

import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.Caller;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a token of this registry says.
 *
 * @param did whose it is; empty for somebody without an account
 * @param session the name of the session behind it; empty where there is no account
 * @param grants actions by names of repositories as the client writes them
 */
public record RegistryToken(
    Optional<Did> did, String session, Map<String, Set<Action>> grants, Instant expires) {
  /** Copies the grants. */
  public RegistryToken {
    grants = Map.copyOf(grants);
  }

  /** Reads claims that are known to be ours. */
  static RegistryToken of(DataMap claims) {
    return new RegistryToken(
        claims.text("sub").filter(sub -> !sub.isEmpty()).map(Did::parse),
        claims.text("sid").orElse(""),
        AccessClaim.read(claims.array("access").orElse(List.of())),
        Instant.ofEpochSecond(claims.integer("exp").orElse(0)));
  }

  Caller caller() {
    return new Caller(did, grants, false);
  }
}
