package dev.orlop.atproto.redis;

import dev.orlop.car.cid.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Names that are short whatever they are made of, and from which no address is read off. */
public final class HashedNames {
  private static final int BYTES = 16;

  private HashedNames() {}

  /** The name of what belongs to {@code text}. */
  public static String of(String kind, String text) {
    byte[] hash = Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    return kind + ":" + HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
  }
}
