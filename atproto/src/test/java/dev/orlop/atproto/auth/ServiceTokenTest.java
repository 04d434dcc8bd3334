package dev.orlop.atproto.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.testkit.ClockAt;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ServiceTokenTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final String HOLD = "did:web:hold.example.com";
  private static final Nsid METHOD = Nsid.parse("io.atcr.hold.initiateUpload");
  private static final Nsid OTHER = Nsid.parse("io.atcr.hold.abortUpload");
  private static final Nsid GET_RECORD = Nsid.parse("com.atproto.repo.getRecord");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final ServiceTokenMinter minter = new ServiceTokenMinter(clock);
  private final AtomicInteger lookups = new AtomicInteger();
  private SigningKey key = SigningKey.generate(KeyType.K256);
  private Resolution<DidDocument> document = documentOf(key);

  private final IdentityDirectory directory =
      new IdentityDirectory(
          _ -> {
            lookups.incrementAndGet();
            return document;
          },
          _ -> new Resolution.NotFound<>(),
          clock);
  private final VerifierSettings usual = VerifierSettings.of(HOLD, HOLD + "#atcr_hold");
  private final ServiceTokenVerifier verifier = verifier(usual);

  private static Resolution<DidDocument> documentOf(SigningKey key) {
    return new Resolution.Found<>(
        DidDocument.of(
            ALICE,
            Handle.parse("alice.test"),
            key.publicKey(),
            URI.create("https://pds.example.com")));
  }

  private ServiceTokenVerifier verifier(VerifierSettings settings) {
    return new ServiceTokenVerifier(directory, settings, clock);
  }

  @Test
  void aMintedTokenIsGoodForItsMethodWithEitherCurve() {
    for (KeyType type : KeyType.values()) {
      SigningKey its = SigningKey.generate(type);
      document = documentOf(its);
      clock.advance(Duration.ofHours(2)); // so that the document is asked for again
      String token = minter.mint(its, ALICE, HOLD, METHOD, MINUTE);
      ServiceToken checked = verifier.verify(token, METHOD).orThrow();
      assertEquals(ALICE, checked.issuer());
      assertEquals(HOLD, checked.audience());
      assertEquals(Optional.of(METHOD), checked.method());
      assertEquals(clock.instant().plus(MINUTE), checked.expires());
      assertTrue(checked.id().isPresent());
    }
  }

  @Test
  void aTokenIsUsedManyTimesAndItsSignatureCheckedOnce() {
    String token = mint();
    assertGood(token);
    // Even without any key the remembered token is good, until it expires.
    document = new Resolution.NotFound<>();
    clock.advance(Duration.ofSeconds(59));
    assertGood(token);
    assertEquals(1, lookups.get());
    clock.advance(Duration.ofSeconds(1));
    assertRefused(XrpcError.JWT_EXPIRED, token);
  }

  @Test
  void aRememberedTokenIsStillHeldToItsMethod() {
    String token = mint();
    assertGood(token);
    assertRefused(XrpcError.BAD_JWT_LEXICON_METHOD, verifier.verify(token, OTHER));
  }

  @Test
  void whatIsNoJwtIsMalformed() {
    String good = mint();
    for (String bad :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            good + ".x",
            good.substring(0, good.length() - 1),
            good + "A",
            good.replaceFirst("\\.", "=."),
            "e30.e30." + "A".repeat(86),
            "x".repeat(9_000))) {
      assertRefused(XrpcError.BAD_JWT, bad);
    }
  }

  @Test
  void tokensOfOtherUsesAreRefusedByTheirType() {
    for (String type : List.of("at+jwt", "refresh+jwt", "dpop+jwt", "AT+JWT")) {
      DataMap header = header().put("typ", type).build();
      assertRefused(XrpcError.BAD_JWT_TYPE, signed(header, claims().build()));
    }
  }

  @Test
  void noAlgorithmButTheTwoIsTaken() {
    for (String algorithm : List.of("none", "HS256", "RS256", "EdDSA", "")) {
      DataMap header = header().put("alg", algorithm).build();
      assertRefused(XrpcError.BAD_JWT, signed(header, claims().build()));
    }
  }

  @Test
  void theAlgorithmMustBeThatOfTheKey() {
    DataMap header = header().put("alg", "ES256").build();
    assertRefused(XrpcError.BAD_JWT_SIGNATURE, signed(header, claims().build()));
  }

  @Test
  void keysInTheHeaderAreNotLookedAt() {
    SigningKey attacker = SigningKey.generate(KeyType.K256);
    DataMap header =
        header()
            .put("jwk", DataMap.builder().put("kty", "EC").build())
            .put("jku", "https://evil.example/keys")
            .build();
    assertRefused(XrpcError.BAD_JWT_SIGNATURE, signed(attacker, header, claims().build()));
    assertGood(signed(header, claims().build()));
  }

  @Test
  void onlyTheAccountsOwnKeyMayBeNamed() {
    assertGood(signed(header().put("kid", "#atproto").build(), claims().build()));
    for (String kid : List.of("#atproto_labeler", ALICE + "#atproto", "")) {
      DataMap header = header().put("kid", kid).build();
      assertRefused(XrpcError.BAD_JWT_ISS, signed(header, claims().build()));
    }
  }

  @Test
  void anExpiredTokenIsRefusedToTheSecond() {
    String token = mint();
    clock.advance(MINUTE);
    assertRefused(XrpcError.JWT_EXPIRED, token);
  }

  @Test
  void aTokenMayLiveFiveMinutesAndNoLonger() {
    assertGood(minter.mint(key, ALICE, HOLD, METHOD, Duration.ofMinutes(5)));
    assertRefused(
        XrpcError.BAD_JWT, minter.mint(key, ALICE, HOLD, METHOD, Duration.ofSeconds(301)));
  }

  @Test
  void aClockThatRunsAMinuteAheadIsForgivenAndNoMore() {
    long now = clock.instant().getEpochSecond();
    assertGood(
        signed(header().build(), claims().put("iat", now + 60).put("exp", now + 360).build()));
    assertRefused(
        XrpcError.BAD_JWT,
        signed(header().build(), claims().put("iat", now + 61).put("exp", now + 120).build()));
  }

  @Test
  void timesThatAreNoneAreRefused() {
    assertRefused(XrpcError.BAD_JWT, signed(header().build(), claims().put("exp", "soon").build()));
    assertRefused(XrpcError.BAD_JWT, signed(header().build(), claims().put("exp", -1).build()));
    assertRefused(
        XrpcError.BAD_JWT, signed(header().build(), claims().put("exp", Long.MAX_VALUE).build()));
    assertRefused(XrpcError.BAD_JWT, signed(header().build(), claims().build().without("exp")));
  }

  @Test
  void theAudienceIsOneOfTheServicesNames() {
    assertGood(minter.mint(key, ALICE, HOLD + "#atcr_hold", METHOD, MINUTE));
    for (String other :
        List.of(
            "did:web:other.example.com", HOLD + "#other", HOLD + "#", "*", "", HOLD + ".evil")) {
      assertRefused(XrpcError.BAD_JWT_AUDIENCE, minter.mint(key, ALICE, other, METHOD, MINUTE));
    }
  }

  @Test
  void aBareDidDoesNotStandForItsFragments() {
    ServiceTokenVerifier bare = verifier(VerifierSettings.of(HOLD));
    String token = minter.mint(key, ALICE, HOLD + "#atcr_hold", METHOD, MINUTE);
    assertRefused(XrpcError.BAD_JWT_AUDIENCE, bare.verify(token, METHOD));
  }

  @Test
  void bothSpellingsOfAPortAreOneAudience() {
    ServiceTokenVerifier local = verifier(VerifierSettings.of("did:web:localhost%3A8080"));
    for (String audience :
        List.of("did:web:localhost%3A8080", "did:web:localhost:8080", "did:web:localhost%3a8080")) {
      String token = minter.mint(key, ALICE, audience, METHOD, MINUTE);
      assertInstanceOf(TokenResult.Valid.class, local.verify(token, METHOD), audience);
    }
  }

  @Test
  void theMethodMayBeTheOneOfAppViewsOrAbsentUnlessStrict() {
    ServiceTokenVerifier strict = verifier(usual.withStrictLxm(true));
    String exact = mint();
    String general = minter.mint(key, ALICE, HOLD, GET_RECORD, MINUTE);
    String open = minter.mint(key, ALICE, HOLD, null, MINUTE);
    String wrong = minter.mint(key, ALICE, HOLD, OTHER, MINUTE);
    for (String token : List.of(exact, general, open)) {
      assertGood(token);
    }
    assertRefused(XrpcError.BAD_JWT_LEXICON_METHOD, wrong);
    assertInstanceOf(TokenResult.Valid.class, strict.verify(exact, METHOD));
    for (String token : List.of(general, open, wrong)) {
      assertRefused(XrpcError.BAD_JWT_LEXICON_METHOD, strict.verify(token, METHOD));
    }
  }

  @Test
  void theIssuerIsABareDidThatExists() {
    for (String issuer : List.of(ALICE + "#atproto", "alice.test", "")) {
      assertRefused(
          XrpcError.BAD_JWT_ISS, signed(header().build(), claims().put("iss", issuer).build()));
    }
    document = new Resolution.NotFound<>();
    assertRefused(XrpcError.BAD_JWT_ISS, mint());
  }

  @Test
  void anIssuerThatCannotBeLookedUpIsNotTheTokensFault() {
    document = new Resolution.Failed<>("the network is down");
    assertRefused(XrpcError.UPSTREAM_FAILURE, mint());
  }

  @Test
  void aForgedTokenIsRefused() {
    String token = mint();
    String[] parts = token.split("\\.", -1);
    String forged =
        parts[0]
            + "."
            + base64(DataJson.write(claims().put("jti", "other").build()))
            + "."
            + parts[2];
    assertRefused(XrpcError.BAD_JWT_SIGNATURE, forged);
    assertRefused(
        XrpcError.BAD_JWT_SIGNATURE,
        signed(SigningKey.generate(KeyType.K256), header().build(), claims().build()));
  }

  @Test
  void aHighSSignatureIsTolerated() {
    String token = mint();
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    byte[] other = order.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
    byte[] highS = Arrays.copyOfRange(other, other.length - 32, other.length);
    System.arraycopy(highS, 0, signature, 32, 32);
    assertGood(token.substring(0, dot + 1) + base64(signature));
  }

  @Test
  void aNewKeyIsFoundByAskingOnceMore() {
    assertGood(mint());
    clock.advance(Duration.ofSeconds(10));
    key = SigningKey.generate(KeyType.P256);
    document = documentOf(key);
    assertGood(mint());
    assertEquals(2, lookups.get());
  }

  @Test
  void forgedTokensDoNotMakeALookupEach() {
    for (int i = 0; i < 20; i++) {
      assertRefused(
          XrpcError.BAD_JWT_SIGNATURE,
          signed(SigningKey.generate(KeyType.K256), header().build(), claims().build()));
    }
    assertEquals(1, lookups.get());
  }

  @Test
  void inSingleUseATokenIsGoodOnceEvenForManyAtOnce() throws Exception {
    ServiceTokenVerifier single = verifier(usual.withSingleUse(true));
    String token = mint();
    List<Future<TokenResult>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        results.add(threads.submit(() -> single.verify(token, METHOD)));
      }
    }
    int good = 0;
    for (Future<TokenResult> result : results) {
      if (result.get() instanceof TokenResult.Valid) {
        good++;
      } else {
        assertRefused(XrpcError.JWT_REPLAYED, result.get());
      }
    }
    assertEquals(1, good);
  }

  @Test
  void inSingleUseATokenNeedsAName() {
    ServiceTokenVerifier single = verifier(usual.withSingleUse(true));
    String nameless = signed(header().build(), claims().build().without("jti"));
    assertRefused(XrpcError.BAD_JWT, single.verify(nameless, METHOD));
    assertGood(nameless);
  }

  @Test
  void aRefusalIsThrownByItsName() {
    XrpcException thrown =
        assertThrows(XrpcException.class, () -> verifier.verify("x", METHOD).orThrow());
    assertEquals(401, thrown.status());
    assertTrue(thrown.is(XrpcError.BAD_JWT));
  }

  private String mint() {
    return minter.mint(key, ALICE, HOLD, METHOD, MINUTE);
  }

  private static DataMap.Builder header() {
    return DataMap.builder().put("typ", "JWT").put("alg", "ES256K");
  }

  private DataMap.Builder claims() {
    long now = clock.instant().getEpochSecond();
    return DataMap.builder()
        .put("iss", ALICE.value())
        .put("aud", HOLD)
        .put("lxm", METHOD.value())
        .put("iat", now)
        .put("exp", now + 60)
        .put("jti", "one");
  }

  private String signed(DataMap header, DataMap claims) {
    return signed(key, header, claims);
  }

  private static String signed(SigningKey key, DataMap header, DataMap claims) {
    String signed = base64(DataJson.write(header)) + "." + base64(DataJson.write(claims));
    return signed + "." + base64(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void assertGood(String token) {
    TokenResult result = verifier.verify(token, METHOD);
    assertInstanceOf(TokenResult.Valid.class, result, result::toString);
  }

  private void assertRefused(XrpcError error, String token) {
    assertRefused(error, verifier.verify(token, METHOD));
  }

  private static void assertRefused(XrpcError error, TokenResult result) {
    assertEquals(error, assertInstanceOf(TokenResult.Refused.class, result).error());
  }
}
