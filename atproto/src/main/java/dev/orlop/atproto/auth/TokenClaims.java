package dev.orlop.atproto.auth;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.car.cbor.DataMap;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a token's header and claims, refusing what can be refused without a key. */
final class TokenClaims {
  /** Tokens for other uses, which must not pass for service tokens. */
  private static final Set<String> OTHER_TYPES = Set.of("at+jwt", "refresh+jwt", "dpop+jwt");

  /** The greatest second that an Instant of sane tokens needs, in the year 9999. */
  private static final long MAX_SECOND = 253_402_300_799L;

  private TokenClaims() {}

  /** The header's algorithm, once the header is found to be a service token's. */
  static KeyType algorithm(DataMap header) {
    String type = header.text("typ").orElse("");
    if (OTHER_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new Refusal(XrpcError.BAD_JWT_TYPE, "The token is of type " + type);
    }
    if (header.has("crit")) {
      throw new Refusal(XrpcError.BAD_JWT, "The token has demands that are not understood");
    }
    String algorithm = header.text("alg").orElse("");
    for (KeyType known : KeyType.values()) {
      if (known.jwtAlgorithm().equals(algorithm)) {
        return known;
      }
    }
    throw new Refusal(XrpcError.BAD_JWT, "The token's algorithm is not one of ES256K and ES256");
  }

  /** When the token ends. */
  static Instant expiry(DataMap claims) {
    return second(claims, "exp")
        .orElseThrow(() -> new Refusal(XrpcError.BAD_JWT, "The token has no expiry"));
  }

  /** When the token was made, if it says so. */
  static Optional<Instant> issued(DataMap claims) {
    return claims.has("iat") ? second(claims, "iat") : Optional.empty();
  }

  private static Optional<Instant> second(DataMap claims, String name) {
    OptionalLong second = claims.integer(name);
    if (!claims.has(name)) {
      return Optional.empty();
    }
    if (second.isEmpty() || second.getAsLong() < 0 || second.getAsLong() > MAX_SECOND) {
      throw new Refusal(XrpcError.BAD_JWT, "The token's " + name + " is not a time in seconds");
    }
    return Optional.of(Instant.ofEpochSecond(second.getAsLong()));
  }

  /** Whom the token is for. */
  static String audience(DataMap claims) {
    return claims
        .text("aud")
        .orElseThrow(() -> new Refusal(XrpcError.BAD_JWT, "The token has no audience"));
  }

  /** Which method the token is for, if it says so. */
  static Optional<Nsid> method(DataMap claims) {
    if (!claims.has("lxm")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Nsid.parse(claims.text("lxm").orElse("")));
    } catch (InvalidSyntaxException _) {
      throw new Refusal(XrpcError.BAD_JWT_LEXICON_METHOD, "The token's method is not one");
    }
  }

  /** In whose name the token speaks. */
  static Did issuer(DataMap header, DataMap claims) {
    if (header.has("kid") && !header.text("kid").orElse("").equals("#atproto")) {
      throw new Refusal(XrpcError.BAD_JWT_ISS, "The token names another key than #atproto");
    }
    Optional<String> text = claims.text("iss");
    if (text.isEmpty()) {
      throw new Refusal(XrpcError.BAD_JWT, "The token has no issuer");
    }
    try {
      return Did.parse(text.get());
    } catch (InvalidSyntaxException _) {
      throw new Refusal(XrpcError.BAD_JWT_ISS, "The token's issuer is not a DID");
    }
  }

  /** The token's own name, if it has one. */
  static Optional<String> id(DataMap claims) {
    return claims.text("jti").filter(id -> !id.isEmpty());
  }

  /** Carries a refusal out of the checks. */
  static final class Refusal extends RuntimeException {
    private final TokenResult.Refused result;

    Refusal(XrpcError error, String message) {
      super(message, null, false, false);
      this.result = new TokenResult.Refused(error, message);
    }

    TokenResult.Refused result() {
      return result;
    }
  }
}
