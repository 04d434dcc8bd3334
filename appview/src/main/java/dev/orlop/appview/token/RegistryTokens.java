package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.registry.Action;
import dev.orlop.atproto.auth.InvalidJwtException;
import dev.orlop.atproto.auth.Jwt;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes and reads the tokens of this registry: JWTs signed with ES256, whose claims are those of
 * Docker's token specification. Safe for many threads.
 */
public final class RegistryTokens {
  /** What a token lives. Short: what it grants holds until then. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  /** How far the clocks of two machines with one key may differ. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final int MAX_REMEMBERED = 10_000;

  private final SigningKey key;
  private final String service;
  private final InstantSource clock;
  private final Cache<String, RegistryToken> verified =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /**
   * Those of one registry.
   *
   * @param service its name, which is issuer and audience of its tokens
   */
  public RegistryTokens(SigningKey key, String service, InstantSource clock) {
    this.key = key;
    this.service = service;
    this.clock = clock;
  }

  /** The name of the registry. */
  public String service() {
    return service;
  }

  /**
   * A token that was made.
   *
   * @param issued when; it is good for {@link #LIFE} from then
   */
  public record Issued(String token, Instant issued) {
    @Override
    public String toString() {
      return "Issued[" + issued + "]";
    }
  }

  /**
   * A token for {@code account}, or without one for somebody, with as much of the scopes as is
   * granted.
   */
  public Issued issue(Optional<SignedIn> account, List<Scope> scopes) {
    Instant now = clock.instant();
    Map<String, Set<Action>> grants = Grants.of(account, scopes);
    DataMap.Builder claims =
        DataMap.builder()
            .put("iss", service)
            .put("aud", service)
            .put("sub", account.map(one -> one.did().value()).orElse(""))
            .put("iat", now.getEpochSecond())
            .put("nbf", now.getEpochSecond())
            .put("exp", now.plus(LIFE).getEpochSecond())
            .put("jti", UUID.randomUUID().toString())
            .put("access", AccessClaim.write(grants));
    account.ifPresent(one -> claims.put("sid", one.session()));
    String token = Jwt.sign(key, claims.build());
    if (token.length() > Jwt.MAX_LENGTH) {
      throw OciError.UNSUPPORTED.exception("too much is asked for at once").withStatus(400);
    }
    return new Issued(token, now);
  }

  /** What came of reading a token. */
  public sealed interface Reading {
    /** It is one of ours and good. */
    record Good(RegistryToken token) implements Reading {}

    /**
     * It is not.
     *
     * @param reason for people; quotes nothing of it
     */
    record Bad(String reason) implements Reading {}
  }

  /** Reads a token that nothing is known of. */
  public Reading read(String text) {
    if (text.length() > Jwt.MAX_LENGTH) {
      return new Reading.Bad("it is too long");
    }
    String hash = HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
    RegistryToken known = verified.getIfPresent(hash);
    if (known == null) {
      Optional<RegistryToken> checked = check(text);
      if (checked.isEmpty()) {
        return new Reading.Bad("it is not of this registry");
      }
      known = checked.get();
      verified.put(hash, known);
    }
    return clock.instant().isBefore(known.expires())
        ? new Reading.Good(known)
        : new Reading.Bad("it has expired");
  }

  private Optional<RegistryToken> check(String text) {
    try {
      Jwt jwt = Jwt.decode(text);
      DataMap claims = jwt.claims();
      boolean ours =
          jwt.header().text("alg").equals(Optional.of(key.type().jwtAlgorithm()))
              && !jwt.header().has("crit")
              && jwt.isSignedBy(key.publicKey())
              && claims.text("iss").equals(Optional.of(service))
              && claims.text("aud").equals(Optional.of(service))
              && claims.integer("nbf").orElse(Long.MAX_VALUE)
                  <= clock.instant().plus(SKEW).getEpochSecond();
      return ours ? Optional.of(RegistryToken.of(claims)) : Optional.empty();
    } catch (InvalidJwtException | InvalidSyntaxException _) {
      return Optional.empty();
    }
  }
}
