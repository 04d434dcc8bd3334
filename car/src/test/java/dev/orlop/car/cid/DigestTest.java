package dev.orlop.car.cid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest.Algorithm;
import dev.orlop.testkit.Cases;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String HELLO =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  private static final String HELLO_512 =
      "sha512:9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca7"
          + "2323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043";
  private static final byte[] HELLO_BYTES = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void aSha256DigestAndARawCidAreTheSameBytes() {
    Digest digest = Digest.parse(HELLO);
    Cid cid = Cid.parse("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
    assertEquals(Optional.of(cid), digest.toCid());
    assertEquals(digest, Digest.of(cid));
    assertEquals(HELLO, digest.toString());
    assertEquals(digest, Digest.hash(Algorithm.SHA256, HELLO_BYTES));
  }

  @Test
  void aSha512DigestIsReadAndMadeButHasNoCid() {
    Digest digest = Digest.parse(HELLO_512);
    assertEquals(Algorithm.SHA512, digest.algorithm());
    assertEquals(digest, Digest.hash(Algorithm.SHA512, HELLO_BYTES));
    assertEquals(HELLO_512, digest.toString());
    assertEquals(Optional.empty(), digest.toCid());
  }

  @Test
  void everyDigestSurvivesItsText() {
    Cases.run(
        300,
        random -> {
          Algorithm algorithm = random.nextBoolean() ? Algorithm.SHA256 : Algorithm.SHA512;
          byte[] hash = new byte[algorithm.bytes()];
          random.nextBytes(hash);
          Digest digest = Digest.of(algorithm, hash);
          assertEquals(digest, Digest.parse(digest.toString()));
          assertEquals(digest.hashCode(), Digest.parse(digest.toString()).hashCode());
          assertArrayEquals(hash, digest.bytes());
          assertEquals(algorithm.prefix() + ":" + digest.hex(), digest.toString());
        });
  }

  @Test
  void aDigestCannotBeChangedThroughAnArray() {
    byte[] hash = new byte[32];
    Digest digest = Digest.of(Algorithm.SHA256, hash);
    hash[0] = 1;
    digest.bytes()[1] = 1;
    assertArrayEquals(new byte[32], digest.bytes());
  }

  @Test
  void digestsSortAsTheirTextsDo() {
    Digest low = Digest.of(Algorithm.SHA256, new byte[32]);
    Digest high = Digest.parse(HELLO);
    byte[] ones = new byte[32];
    ones[0] = (byte) 0xff;
    Digest highest = Digest.of(Algorithm.SHA256, ones);
    assertTrue(low.compareTo(high) < 0);
    assertTrue(high.compareTo(highest) < 0);
    assertTrue(highest.compareTo(Digest.parse(HELLO_512)) < 0);
    assertNotEquals(low, high);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        ":",
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "sha256:2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
        "SHA256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982",
        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b98240",
        "sha512:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
        "sha256:../../../../../../../../../../../../../../../../../../../etc/pass",
        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982\n",
        "sha256:２cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "sha256+b64:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        " sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
      })
  void anythingElseIsRefused(String text) {
    assertThrows(InvalidDigestException.class, () -> Digest.parse(text));
  }

  @Test
  void aHashOfTheWrongLengthAndACidOfARecordAreRefused() {
    assertThrows(InvalidDigestException.class, () -> Digest.of(Algorithm.SHA512, new byte[32]));
    Cid record = Cid.hash(Cid.Codec.DAG_CBOR, HELLO_BYTES);
    assertThrows(InvalidDigestException.class, () -> Digest.of(record));
  }
}
