package dev.orlop.atproto.auth;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes service tokens. */
public final class ServiceTokenMinter {
  /** What a token lives unless asked otherwise. */
  public static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock;

  /** Reads the time from {@code clock}. */
  public ServiceTokenMinter(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A token that lets its bearer call a service in an account's name.
   *
   * @param key the account's signing key
   * @param issuer the account
   * @param audience the service, a DID or {@code did#fragment}
   * @param method the one method it is good for; null leaves it open, which strict services refuse
   * @param life how long it is good
   */
  public String mint(
      SigningKey key, Did issuer, String audience, @Nullable Nsid method, Duration life) {
    Instant now = clock.instant();
    DataMap.Builder claims =
        DataMap.builder()
            .put("iss", issuer.value())
            .put("aud", audience)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(life).getEpochSecond())
            .put("jti", randomId());
    if (method != null) {
      claims.put("lxm", method.value());
    }
    return Jwt.sign(key, claims.build());
  }

  private static String randomId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
