package dev.orlop.atproto.auth;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JWT taken apart (RFC 7519, compact form), nothing of it believed yet.
 *
 * @param header the header's fields
 * @param claims the claims
 * @param signed the bytes under the signature
 * @param signature the signature, 64 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
public record Jwt(DataMap header, DataMap claims, byte[] signed, byte[] signature) {
  /** Far more than a token needs: two DIDs of the greatest length would fit. */
  public static final int MAX_LENGTH = 8192;

  private static final int SIGNATURE_LENGTH = 86; // 64 bytes in base64

  /** The greatest second that an Instant of sane tokens needs, in the year 9999. */
  private static final long MAX_SECOND = 253_402_300_799L;

  private static final JsonLimits LIMITS = new JsonLimits(MAX_LENGTH, 4, 64);

  /**
   * Takes {@code token} apart.
   *
   * @throws InvalidJwtException when it is too long or not of this form
   */
  public static Jwt decode(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidJwtException("longer than " + MAX_LENGTH + " characters");
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw new InvalidJwtException("not three parts");
    }
    if (token.length() - second - 1 != SIGNATURE_LENGTH) {
      throw new InvalidJwtException("a signature that is not of 64 bytes");
    }
    byte[] signature = bytes(token.substring(second + 1));
    DataMap header = json(token.substring(0, first));
    DataMap claims = json(token.substring(first + 1, second));
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return new Jwt(header, claims, signed, signature);
  }

  /**
   * Whether the signature is that of {@code key}; of the two forms it may have, either will do. The
   * algorithm that the header names is not looked at.
   */
  public boolean isSignedBy(PublicKey key) {
    return key.verifyAllowingHighS(signed, signature);
  }

  /** A JWT of {@code claims}. */
  public static String sign(SigningKey key, DataMap claims) {
    DataMap header =
        DataMap.builder().put("typ", "JWT").put("alg", key.type().jwtAlgorithm()).build();
    String signed = base64(DataJson.write(header)) + "." + base64(DataJson.write(claims));
    return signed + "." + base64(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * When a token says that it ends. For those who hold a token that others will check: nothing of
   * it is checked here, and it may be signed in ways that only its maker knows.
   *
   * @return empty if it says nothing that can be read
   */
  public static Optional<Instant> expiry(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (token.length() > MAX_LENGTH || first < 0 || second < 0) {
      return Optional.empty();
    }
    try {
      OptionalLong seconds = json(token.substring(first + 1, second)).integer("exp");
      return seconds.isPresent() && Math.abs(seconds.getAsLong()) < MAX_SECOND
          ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
          : Optional.empty();
    } catch (InvalidJwtException _) {
      return Optional.empty();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static DataMap json(String part) {
    try {
      return DataJson.parse(bytes(part), LIMITS);
    } catch (InvalidJsonException e) {
      throw new InvalidJwtException("a part that is not a JSON object");
    }
  }

  private static byte[] bytes(String part) {
    if (part.indexOf('=') >= 0) {
      throw new InvalidJwtException("padding");
    }
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new InvalidJwtException("a part that is not base64url");
    }
  }
}
