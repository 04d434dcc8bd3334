package dev.orlop.atproto.auth;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A JWT taken apart (RFC 7519, compact form), nothing of it believed yet.
 *
 * @param header the header's fields
 * @param claims the claims
 * @param signed the bytes under the signature
 * @param signature the signature, 64 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
record Jwt(DataMap header, DataMap claims, byte[] signed, byte[] signature) {
  /** Far more than a token needs: two DIDs of the greatest length would fit. */
  static final int MAX_LENGTH = 8192;

  private static final int SIGNATURE_LENGTH = 86; // 64 bytes in base64
  private static final JsonLimits LIMITS = new JsonLimits(MAX_LENGTH, 4, 64);

  /**
   * Takes {@code token} apart.
   *
   * @throws InvalidJwtException when it is too long or not of this form
   */
  static Jwt decode(String token) {
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
    byte[] signature = base64(token.substring(second + 1));
    DataMap header = json(token.substring(0, first));
    DataMap claims = json(token.substring(first + 1, second));
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return new Jwt(header, claims, signed, signature);
  }

  private static DataMap json(String part) {
    try {
      return DataJson.parse(base64(part), LIMITS);
    } catch (InvalidJsonException e) {
      throw new InvalidJwtException("a part that is not a JSON object");
    }
  }

  private static byte[] base64(String part) {
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
