package dev.orlop.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Base58;
import dev.orlop.testkit.Vectors;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The official signatures and keys. */
class CryptoVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/crypto/";

  @Test
  void signaturesAreValidOrNotAsTheFixturesSay() {
    for (DataMap fixture : fixtures("signature-fixtures.json")) {
      PublicKey key = PublicKey.fromDidKey(text(fixture, "publicKeyDid"));
      byte[] message = base64(fixture, "messageBase64");
      byte[] signature = base64(fixture, "signatureBase64");
      String comment = text(fixture, "comment");
      assertEquals(text(fixture, "algorithm"), key.type().jwtAlgorithm(), comment);
      assertEquals(
          fixture.bool("validSignature").orElseThrow(), key.verify(message, signature), comment);
      boolean highS = fixture.array("tags").orElseThrow().contains(new DataValue.Text("high-s"));
      assertEquals(
          highS || fixture.bool("validSignature").orElseThrow(),
          key.verifyAllowingHighS(message, signature),
          comment);
    }
  }

  @Test
  void theLegacyFormOfAKeyIsTheSameKey() {
    for (DataMap fixture : fixtures("signature-fixtures.json")) {
      PublicKey key = PublicKey.fromDidKey(text(fixture, "publicKeyDid"));
      assertEquals(
          key, PublicKey.fromLegacyMultibase(key.type(), text(fixture, "publicKeyMultibase")));
      // The specification says uncompressed, the fixtures say compressed.
      assertEquals(
          key, PublicKey.fromLegacyMultibase(key.type(), "z" + Base58.encode(key.uncompressed())));
    }
  }

  @Test
  void secretsHaveThePublicKeysOfTheFixtures() {
    for (DataMap fixture : fixtures("w3c_didkey_K256.json")) {
      byte[] secret = HexFormat.of().parseHex(text(fixture, "privateKeyBytesHex"));
      check(SigningKey.fromBytes(KeyType.K256, secret), text(fixture, "publicDidKey"));
    }
    for (DataMap fixture : fixtures("w3c_didkey_P256.json")) {
      byte[] secret = Base58.decode(text(fixture, "privateKeyBytesBase58"));
      check(SigningKey.fromBytes(KeyType.P256, secret), text(fixture, "publicDidKey"));
    }
  }

  private static void check(SigningKey key, String didKey) {
    assertEquals(didKey, key.publicKey().didKey());
    PublicKey read = PublicKey.fromDidKey(didKey);
    assertEquals(key.publicKey(), read);
    assertArrayEquals(key.publicKey().compressed(), read.compressed());
  }

  private static List<DataMap> fixtures(String file) {
    DataValue value = DataJson.parseValue(Vectors.bytes(FOLDER + file), JsonLimits.DOCUMENT);
    List<DataMap> fixtures =
        ((DataValue.Array) value).items().stream().map(DataMap.class::cast).toList();
    assertFalse(fixtures.isEmpty());
    return fixtures;
  }

  private static String text(DataMap fixture, String field) {
    return fixture.text(field).orElseThrow();
  }

  private static byte[] base64(DataMap fixture, String field) {
    return Base64.getDecoder().decode(text(fixture, field));
  }
}
