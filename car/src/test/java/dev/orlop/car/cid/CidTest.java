package dev.orlop.car.cid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Cid.Codec;
import dev.orlop.testkit.Cases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  private static final String EMPTY_BLOB =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  private static final String HELLO_BLOB =
      "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

  @Test
  void theCidOfKnownBytesIsTheKnownText() {
    assertEquals(EMPTY_BLOB, Cid.hash(Codec.RAW, new byte[0]).toString());
    assertEquals(HELLO_BLOB, Cid.hash(Codec.RAW, ascii("hello")).toString());
    // The DAG-CBOR of an empty map, as any IPFS tool names it.
    assertEquals(
        "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
        Cid.hash(Codec.DAG_CBOR, new byte[] {(byte) 0xa0}).toString());
  }

  @Test
  void theBinaryFormIsVersionCodecHashFunctionLengthAndHash() {
    String hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    Cid cid = Cid.parse(HELLO_BLOB);
    assertEquals("01551220" + hash, HexFormat.of().formatHex(cid.toBytes()));
    assertEquals(hash, HexFormat.of().formatHex(cid.sha256()));
    assertEquals(Codec.RAW, cid.codec());
    assertEquals(cid, Cid.read(cid.toBytes(), 0));
    assertEquals(cid, Cid.of(Codec.RAW, cid.sha256()));
  }

  @Test
  void everyCidSurvivesTextAndBytesAnywhereInAnArray() {
    Cases.run(
        500,
        random -> {
          Cid cid = randomCid(random);
          assertEquals(cid, Cid.parse(cid.toString()));
          assertEquals(cid.hashCode(), Cid.parse(cid.toString()).hashCode());
          byte[] around = new byte[Cid.BYTES + random.nextInt(20)];
          int offset = random.nextInt(around.length - Cid.BYTES + 1);
          cid.write(around, offset);
          assertEquals(cid, Cid.read(around, offset));
        });
  }

  @Test
  void cidsSortAsTheirBytesDoUnsigned() {
    Cases.run(
        50,
        random -> {
          List<Cid> cids = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            cids.add(randomCid(random));
          }
          // Neighbours that differ in one byte alone.
          byte[] bytes = cids.getFirst().toBytes();
          bytes[4 + random.nextInt(32)] ^= (byte) 0x80;
          cids.add(Cid.read(bytes, 0));
          List<Cid> byBytes = new ArrayList<>(cids);
          byBytes.sort((x, y) -> Arrays.compareUnsigned(x.toBytes(), y.toBytes()));
          cids.sort(null);
          assertEquals(byBytes, cids);
        });
  }

  @Test
  void aCidDiffersFromOneOfAnotherCodecOrOfAnotherHash() {
    Cid raw = Cid.hash(Codec.RAW, ascii("hello"));
    assertNotEquals(raw, Cid.hash(Codec.DAG_CBOR, ascii("hello")));
    for (int i = 4; i < Cid.BYTES; i++) {
      byte[] bytes = raw.toBytes();
      bytes[i] ^= 1;
      assertNotEquals(raw, Cid.read(bytes, 0), "byte " + i);
    }
  }

  @Test
  void aCidMatchesItsBlockAndNoOther() {
    Cid cid = Cid.parse(HELLO_BLOB);
    assertTrue(cid.matches(ascii("hello")));
    assertTrue(cid.matches(ascii("say hello!"), 4, 5));
    assertFalse(cid.matches(ascii("Hello")));
    assertFalse(cid.matches(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR",
        // dag-pb
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        // upper case, in either base
        "BAFKREIBM6JG3UX5QUMHCN2B3FLC3TYU6DMLB4XA7U5BF44YEGNRJHC4YEQ",
        "bAFKREIBM6JG3UX5QUMHCN2B3FLC3TYU6DMLB4XA7U5BF44YEGNRJHC4YEQ",
        // spare bits that are not zero: another spelling of the same bytes
        "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yer",
        "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye=",
        " bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye",
        "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yé",
        "zafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq",
        "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4ye",
        "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeqa",
      })
  void textOfAnyOtherFormIsRefused(String text) {
    assertThrows(InvalidCidException.class, () -> Cid.parse(text));
  }

  @Test
  void bytesOfAnyOtherFormAreRefused() {
    byte[] good = Cid.parse(HELLO_BLOB).toBytes();
    int[][] changes = {
      {0, 0}, {0, 2}, {0, 0x12}, {1, 0x70}, {1, 0xd5}, {2, 0x13}, {3, 31}, {3, 33}
    };
    for (int[] change : changes) {
      byte[] bad = good.clone();
      bad[change[0]] = (byte) change[1];
      assertThrows(InvalidCidException.class, () -> Cid.read(bad, 0), Arrays.toString(change));
    }
    assertThrows(InvalidCidException.class, () -> Cid.read(Arrays.copyOf(good, 35), 0));
    assertThrows(InvalidCidException.class, () -> Cid.read(good, 1));
    assertThrows(InvalidCidException.class, () -> Cid.read(good, 37));
    assertThrows(InvalidCidException.class, () -> Cid.of(Codec.RAW, new byte[31]));
  }

  @Test
  void aRefusalDoesNotRepeatLongInput() {
    InvalidCidException refusal =
        assertThrows(InvalidCidException.class, () -> Cid.parse("x".repeat(100_000)));
    assertTrue(String.valueOf(refusal.getMessage()).length() < 200);
  }

  @Test
  void theLooseSyntaxTakesOtherKindsOfCidButNotVersionZero() {
    assertTrue(Cid.isSyntax(HELLO_BLOB));
    assertTrue(Cid.isSyntax("zdj7WWeQ43G6JJvLWQWZpyHuAMq6uYWRjkBXFad11vE2LHhQ7"));
    assertTrue(Cid.isSyntax("mBcDxtdWx0aWhhc2g+"));
    assertTrue(Cid.isSyntax("b".repeat(8)));
    assertTrue(Cid.isSyntax("b".repeat(256)));
    assertFalse(Cid.isSyntax("QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR"));
    assertFalse(Cid.isSyntax("b".repeat(7)));
    assertFalse(Cid.isSyntax("b".repeat(257)));
    assertFalse(Cid.isSyntax("cid:" + HELLO_BLOB));
    assertFalse(Cid.isSyntax(HELLO_BLOB + " "));
    assertFalse(Cid.isSyntax("bafkrei\u00e9xyz"));
  }

  static Cid randomCid(SplittableRandom random) {
    byte[] hash = new byte[Sha256.BYTES];
    random.nextBytes(hash);
    return Cid.of(random.nextBoolean() ? Codec.RAW : Codec.DAG_CBOR, hash);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
