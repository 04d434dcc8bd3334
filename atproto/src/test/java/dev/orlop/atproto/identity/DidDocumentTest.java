package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.testkit.Fuzz;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DidDocumentTest {
  private static final Did DID = Did.parse("did:web:hold.example.com");
  private static final PublicKey KEY = SigningKey.fromBytes(KeyType.K256, bytes32(7)).publicKey();

  @Test
  void whatIsWrittenIsReadBack() {
    DidDocument document =
        DidDocument.of(
                DID, Handle.parse("hold.example.com"), KEY, URI.create("https://hold.example.com"))
            .withService(
                new DidDocument.Service(
                    "#atcr_hold", "AtcrHoldService", "https://hold.example.com"));
    assertEquals(document, DidDocument.parse(DataJson.write(document.toData()), DID));
  }

  @Test
  void namesOfKeysAndServicesMayBeRelativeOrAbsolute() {
    for (String id : List.of("#atproto", DID + "#atproto")) {
      String json = document(key(id, "Multikey", DID.value(), KEY.multibase()), "");
      assertEquals(Optional.of(KEY), parse(json).signingKey(), id);
    }
    for (String id : List.of("#atproto_pds", DID + "#atproto_pds")) {
      String json = document("", service(id, "AtprotoPersonalDataServer", "https://a.example"));
      assertEquals(Optional.of(URI.create("https://a.example")), parse(json).pdsEndpoint(), id);
    }
  }

  @Test
  void theFirstMatchCounts() {
    PublicKey other = SigningKey.fromBytes(KeyType.P256, bytes32(8)).publicKey();
    String json =
        document(
            key("#other", "Multikey", DID.value(), KEY.multibase())
                + ","
                + key("#atproto", "Multikey", DID.value(), other.multibase())
                + ","
                + key("#atproto", "Multikey", DID.value(), KEY.multibase()),
            "");
    assertEquals(Optional.of(other), parse(json).signingKey());
  }

  @Test
  void aKeyThatAnotherHoldsOrNobodyCanReadIsNoKey() {
    for (String bad :
        List.of(
            key("#atproto", "Multikey", "did:web:other.example", KEY.multibase()),
            key("#atproto", "JsonWebKey2020", DID.value(), KEY.multibase()),
            key("#atproto", "Multikey", DID.value(), "zzz"),
            key("#atproto", "Multikey", DID.value(), ""),
            "7",
            "{}")) {
      assertEquals(Optional.empty(), parse(document(bad, "")).signingKey(), bad);
    }
  }

  @Test
  void aServerIsAnOriginAndNothingMore() {
    assertEquals(Optional.of(URI.create("https://a.example")), pds("https://a.example/"));
    assertEquals(Optional.of(URI.create("http://localhost:80")), pds("http://localhost:80"));
    for (String bad :
        List.of(
            "https://a.example/path",
            "https://u@a.example",
            "https://a.example?x",
            "https://a.example#x",
            "ftp://a.example",
            "a.example",
            "https://")) {
      assertEquals(Optional.empty(), pds(bad), bad);
    }
  }

  @Test
  void theFirstHandleCountsGoodOrBad() {
    assertEquals(
        Optional.of(Handle.parse("a.example.com")),
        parse(json("[\"https://x\",\"at://A.example.com\",\"at://b.example.com\"]", "", ""))
            .handle());
    assertEquals(
        Optional.empty(),
        parse(json("[\"at://not a handle\",\"at://b.example.com\"]", "", "")).handle());
  }

  @Test
  void aDocumentAboutNobodyOrAnotherIsRefused() {
    for (String bad :
        List.of("{}", "{\"id\":\"did:web:other.example\"}", "{\"id\":7}", "[]", "", "{")) {
      assertThrows(InvalidDidDocumentException.class, () -> parse(bad), bad);
    }
  }

  @Test
  void whateverComesTheReaderGivesADocumentOrRefuses() {
    String full =
        document(
            key("#atproto", "Multikey", DID.value(), KEY.multibase()),
            service("#atproto_pds", "AtprotoPersonalDataServer", "https://a.example"));
    Fuzz.run(
        List.of(full.getBytes(StandardCharsets.UTF_8)),
        5_000,
        RefusedException.class,
        input -> {
          try {
            DidDocument document = DidDocument.parse(input, DID);
            document.signingKey();
            document.pdsEndpoint();
            document.handle();
          } catch (InvalidDidDocumentException | InvalidSyntaxException e) {
            throw new RefusedException(e);
          }
        });
  }

  /** The two refusals under one name. */
  private static final class RefusedException extends Exception {
    RefusedException(Throwable cause) {
      super(cause);
    }
  }

  private static Optional<URI> pds(String endpoint) {
    return parse(document("", service("#atproto_pds", "AtprotoPersonalDataServer", endpoint)))
        .pdsEndpoint();
  }

  private static DidDocument parse(String json) {
    return DidDocument.parse(json.getBytes(StandardCharsets.UTF_8), DID);
  }

  private static String document(String keys, String services) {
    return json("[\"at://a.example.com\"]", keys, services);
  }

  private static String json(String names, String keys, String services) {
    return """
        {"id":"%s","alsoKnownAs":%s,"verificationMethod":[%s],"service":[%s]}"""
        .formatted(DID, names, keys, services);
  }

  private static String key(String id, String type, String controller, String multibase) {
    return """
        {"id":"%s","type":"%s","controller":"%s","publicKeyMultibase":"%s"}"""
        .formatted(id, type, controller, multibase);
  }

  private static String service(String id, String type, String endpoint) {
    return """
        {"id":"%s","type":"%s","serviceEndpoint":"%s"}"""
        .formatted(id, type, endpoint);
  }

  private static byte[] bytes32(int value) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) value;
    return bytes;
  }
}
