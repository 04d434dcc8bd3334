package dev.orlop.atproto.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A program in Lua that the server runs as one step: nobody else's command comes in between. */
public final class RedisScript {
  private final String text;
  private final String name;

  /** A script. */
  public RedisScript(String text) {
    this.text = text;
    this.name = sha1(text);
  }

  /** SHA-1 is what the server calls scripts by; nothing hangs on its strength here. */
  private static String sha1(String text) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  String text() {
    return text;
  }

  String name() {
    return name;
  }
}
