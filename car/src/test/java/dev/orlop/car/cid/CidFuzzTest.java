package dev.orlop.car.cid;

import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CidFuzzTest {
  @Test
  void anyTextIsACidThatPrintsTheSameOrIsRefused() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("car/src/test/resources/fuzz/cid-text")),
        30_000,
        InvalidCidException.class,
        input -> {
          String text = new String(input, StandardCharsets.UTF_8);
          if (!Cid.parse(text).toString().equals(text)) {
            throw new AssertionError("one CID, two texts: " + text);
          }
          if (!Cid.isSyntax(text)) {
            throw new AssertionError("a CID that is not of CID syntax: " + text);
          }
        });
  }

  @Test
  void anyBytesAreACidThatWritesTheSameOrAreRefused() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("car/src/test/resources/fuzz/cid-bytes")),
        30_000,
        InvalidCidException.class,
        input -> {
          byte[] again = Cid.read(input, 0).toBytes();
          if (!Arrays.equals(again, 0, Cid.BYTES, input, 0, Cid.BYTES)) {
            throw new AssertionError("one CID, two binary forms");
          }
        });
  }

  @Test
  void anyTextIsADigestThatPrintsTheSameOrIsRefused() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("car/src/test/resources/fuzz/digest-text")),
        30_000,
        InvalidDigestException.class,
        input -> {
          String text = new String(input, StandardCharsets.UTF_8);
          if (!Digest.parse(text).toString().equals(text)) {
            throw new AssertionError("one digest, two texts: " + text);
          }
        });
  }
}
