package dev.orlop.appview.token;

import dev.orlop.atproto.syntax.Did;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for passwords: the same for the same account and password, and of no use to anybody without
 * the key, which nobody has after this process.
 */
final class PasswordNames {
  private static final String HMAC = "HmacSHA256";
  private static final int NAME_BYTES = 16;

  private final byte[] key = new byte[32];

  PasswordNames() {
    new SecureRandom().nextBytes(key);
  }

  String of(Did did, String password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      // A newline stands in no DID, so the two cannot run into each other.
      byte[] name = mac.doFinal((did + "\n" + password).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(name, NAME_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
