package dev.orlop.car.cid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Fuzz;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base32, base58 and SHA-256. */
class EncodingsTest {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "f,my",
    "fo,mzxq",
    "foo,mzxw6",
    "foob,mzxw6yq",
    "fooba,mzxw6ytb",
    "foobar,mzxw6ytboi"
  })
  void base32IsThatOfRfc4648WithoutPaddingInLowerCase(String bytes, String text) {
    assertEquals(text, Base32.encode(bytes.getBytes(US_ASCII)));
    assertArrayEquals(bytes.getBytes(US_ASCII), Base32.decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "mzx", "mzxw6y", "mz", "mzxr", "MY", "my======", "m1", "m ", "mé"})
  void base32HasOneSpellingForEachByteString(String text) {
    assertThrows(IllegalArgumentException.class, () -> Base32.decode(text));
  }

  @Test
  void everyByteStringSurvivesBase32() {
    Cases.run(
        300,
        random -> {
          byte[] bytes = new byte[random.nextInt(100)];
          random.nextBytes(bytes);
          assertArrayEquals(bytes, Base32.decode(Base32.encode(bytes)));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "00,1",
    "0000,11",
    "61,2g",
    "626262,a3gV",
    "636363,aPEr",
    "73696d706c792061206c6f6e6720737472696e67,2cFupjhnEsSn59qHXstmK2ffpLv2",
    "00eb15231dfceb60925886b67d065299925915aeb172c06647,1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
    "516b6fcd0f,ABnLTmg",
    "00000000000000000000,1111111111"
  })
  void base58IsBitcoins(String hex, String text) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    assertEquals(text, Base58.encode(bytes));
    assertArrayEquals(bytes, Base58.decode(text));
  }

  @Test
  void base58IsTheNumberInBase58BehindItsLeadingZeros() {
    Cases.run(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(90)];
          random.nextBytes(bytes);
          for (int i = random.nextInt(4); i > 0 && i <= bytes.length; i--) {
            bytes[i - 1] = 0;
          }
          assertEquals(slowBase58(bytes), Base58.encode(bytes));
          assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes)));
        });
  }

  private static String slowBase58(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(58));
      text.append(BASE58.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append('1');
    }
    return text.reverse().toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", "a b", "é", "abc0", "+"})
  void base58RefusesWhatIsNotInItsAlphabet(String text) {
    assertThrows(IllegalArgumentException.class, () -> Base58.decode(text));
  }

  @Test
  void anyTextIsRefusedOrTheOnlyTextOfItsBytes() {
    List<byte[]> texts =
        Stream.of("", "1", "11z", "mzxw6ytboi", "aaaa", "7777777q", "a3gV", "1".repeat(20))
            .map(text -> text.getBytes(US_ASCII))
            .toList();
    Fuzz.run(
        texts,
        10_000,
        IllegalArgumentException.class,
        input -> {
          String text = new String(input, ISO_8859_1);
          assertEquals(text, Base32.encode(Base32.decode(text)));
        });
    Fuzz.run(
        texts,
        10_000,
        IllegalArgumentException.class,
        input -> {
          String text = new String(input, ISO_8859_1);
          assertEquals(text, Base58.encode(Base58.decode(text)));
        });
  }

  @Test
  void base58TakesNothingLong() {
    assertThrows(IllegalArgumentException.class, () -> Base58.decode("z".repeat(513)));
    assertThrows(IllegalArgumentException.class, () -> Base58.encode(new byte[513]));
    assertArrayEquals(new byte[512], Base58.decode("1".repeat(512)));
  }

  @Test
  void sha256IsThatOfTheJdkForAnySliceOfABuffer() {
    Cases.run(
        200,
        random -> {
          byte[] buffer = new byte[random.nextInt(300)];
          random.nextBytes(buffer);
          int offset = random.nextInt(buffer.length + 1);
          int length = random.nextInt(buffer.length - offset + 1);
          MessageDigest jdk = MessageDigest.getInstance("SHA-256");
          jdk.update(buffer, offset, length);
          assertArrayEquals(jdk.digest(), Sha256.hash(buffer, offset, length));
        });
  }

  @Test
  void aWrongCallDoesNotSpoilTheNextHashOnTheThread() {
    byte[] bytes = "hello".getBytes(US_ASCII);
    byte[] expected = Sha256.hash(bytes);
    assertThrows(IndexOutOfBoundsException.class, () -> Sha256.hash(bytes, 0, 5, new byte[31]));
    assertThrows(IndexOutOfBoundsException.class, () -> Sha256.hash(bytes, 1, 5));
    assertArrayEquals(expected, Sha256.hash(bytes));
  }
}
