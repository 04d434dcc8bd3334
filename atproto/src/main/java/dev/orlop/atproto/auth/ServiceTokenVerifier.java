package dev.orlop.atproto.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.auth.TokenClaims.Refusal;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks service tokens, in the reference implementation's order and with its error names: form,
 * type, expiry, audience, method, issuer, key, signature. Safe for use by many threads, which wait
 * for the issuer's DID document when it is not known.
 */
public final class ServiceTokenVerifier {
  /** What AppViews in use write as the method of tokens for a hold, whatever they call. */
  private static final Nsid ANY_METHOD = Nsid.parse("com.atproto.repo.getRecord");

  private static final int MAX_REMEMBERED = 10_000;

  private final IdentityDirectory directory;
  private final VerifierSettings settings;
  private final InstantSource clock;
  private final Set<String> audiences;
  private final UsedTokens used;
  private final Cache<TokenHash, ServiceToken> verified =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /** A verifier that finds keys in {@code directory}. */
  public ServiceTokenVerifier(
      IdentityDirectory directory, VerifierSettings settings, InstantSource clock) {
    this(directory, settings, clock, UsedTokens.inMemory(clock));
  }

  /**
   * The same.
   *
   * @param used where it is remembered what was used, if tokens are for single use
   */
  public ServiceTokenVerifier(
      IdentityDirectory directory,
      VerifierSettings settings,
      InstantSource clock,
      UsedTokens used) {
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.audiences =
        settings.audiences().stream()
            .map(Audience::normalised)
            .collect(Collectors.toUnmodifiableSet());
    this.used = used;
  }

  /**
   * Checks {@code token} for a call of {@code method}.
   *
   * @param token the bearer token, which nothing is known of
   */
  public TokenResult verify(String token, Nsid method) {
    if (token.length() > Jwt.MAX_LENGTH) {
      return new TokenResult.Refused(XrpcError.BAD_JWT, "The token is too long");
    }
    TokenHash hash = TokenHash.of(token);
    ServiceToken known = verified.getIfPresent(hash);
    try {
      if (known != null) {
        // Its signature and audience are as good as they were; time and method are this call's.
        requireUnexpired(known.expires());
        requireMethod(known.method(), method);
        return new TokenResult.Valid(known);
      }
      ServiceToken checked = check(Jwt.decode(token), method);
      if (settings.singleUse()) {
        requireFirstUse(checked);
      } else {
        verified.put(hash, checked);
      }
      return new TokenResult.Valid(checked);
    } catch (Refusal refusal) {
      return refusal.result();
    } catch (InvalidJwtException e) {
      return new TokenResult.Refused(
          XrpcError.BAD_JWT, "The token is malformed: " + e.getMessage());
    }
  }

  private ServiceToken check(Jwt jwt, Nsid method) {
    KeyType algorithm = TokenClaims.algorithm(jwt.header());
    Instant expires = TokenClaims.expiry(jwt.claims());
    requireUnexpired(expires);
    requireSaneTimes(expires, TokenClaims.issued(jwt.claims()));
    String audience = TokenClaims.audience(jwt.claims());
    if (!audiences.contains(Audience.normalised(audience))) {
      throw new Refusal(XrpcError.BAD_JWT_AUDIENCE, XrpcError.BAD_JWT_AUDIENCE.text());
    }
    Optional<Nsid> meant = TokenClaims.method(jwt.claims());
    requireMethod(meant, method);
    Did issuer = TokenClaims.issuer(jwt.header(), jwt.claims());
    requireSignature(jwt, algorithm, issuer);
    return new ServiceToken(issuer, audience, meant, expires, TokenClaims.id(jwt.claims()));
  }

  private void requireUnexpired(Instant expires) {
    // No allowance for skew here: the token's maker chose a life long enough for it.
    if (!clock.instant().isBefore(expires)) {
      throw new Refusal(XrpcError.JWT_EXPIRED, XrpcError.JWT_EXPIRED.text());
    }
  }

  private void requireSaneTimes(Instant expires, Optional<Instant> issued) {
    Instant now = clock.instant();
    Instant made = issued.orElse(now);
    if (made.isAfter(now.plus(settings.skew()))) {
      throw new Refusal(XrpcError.BAD_JWT, "The token was issued in the future");
    }
    // Counted from the maker's clock where that runs ahead of ours.
    Instant from = made.isAfter(now) ? made : now;
    if (expires.isAfter(from.plus(settings.maxLifetime()))) {
      throw new Refusal(
          XrpcError.BAD_JWT,
          "The token expires more than " + settings.maxLifetime().toSeconds() + " seconds ahead");
    }
  }

  private void requireMethod(Optional<Nsid> meant, Nsid called) {
    boolean fits =
        settings.strictLxm()
            ? meant.isPresent() && meant.get().equals(called)
            : meant.isEmpty() || meant.get().equals(called) || meant.get().equals(ANY_METHOD);
    if (!fits) {
      throw new Refusal(
          XrpcError.BAD_JWT_LEXICON_METHOD,
          "The token is not meant for " + called + (meant.isEmpty() ? ": it names no method" : ""));
    }
  }

  private void requireSignature(Jwt jwt, KeyType algorithm, Did issuer) {
    Optional<PublicKey> key = key(directory.document(issuer));
    if (key.isPresent() && matches(jwt, algorithm, key.get())) {
      return;
    }
    // The account may have a new key since its document was fetched.
    Optional<PublicKey> renewed = key(directory.refresh(issuer));
    if (renewed.isEmpty()) {
      throw new Refusal(XrpcError.BAD_JWT_ISS, "The token's issuer has no usable signing key");
    }
    if (renewed.equals(key) || !matches(jwt, algorithm, renewed.get())) {
      throw new Refusal(XrpcError.BAD_JWT_SIGNATURE, XrpcError.BAD_JWT_SIGNATURE.text());
    }
  }

  private static boolean matches(Jwt jwt, KeyType algorithm, PublicKey key) {
    return key.type() == algorithm && jwt.isSignedBy(key);
  }

  private static Optional<PublicKey> key(Resolution<DidDocument> document) {
    return switch (document) {
      case Resolution.Found<DidDocument>(DidDocument found) -> found.signingKey();
      case Resolution.NotFound<DidDocument> _ ->
          throw new Refusal(XrpcError.BAD_JWT_ISS, "The token's issuer does not exist");
      case Resolution.Failed<DidDocument> _ ->
          throw new Refusal(
              XrpcError.UPSTREAM_FAILURE, "The token's issuer could not be looked up");
    };
  }

  private void requireFirstUse(ServiceToken token) {
    String id =
        token
            .id()
            .orElseThrow(
                () -> new Refusal(XrpcError.BAD_JWT, "The token has no jti, which is required"));
    // A newline stands in no DID, so the two cannot run into each other.
    TokenHash name = TokenHash.of(token.issuer() + "\n" + id);
    switch (used.use(name, token.expires())) {
      case FIRST -> {}
      case AGAIN -> throw new Refusal(XrpcError.JWT_REPLAYED, XrpcError.JWT_REPLAYED.text());
      case NO_ROOM ->
          throw new Refusal(
              XrpcError.NOT_ENOUGH_RESOURCES, "Too many tokens in use, try again later");
    }
  }
}
