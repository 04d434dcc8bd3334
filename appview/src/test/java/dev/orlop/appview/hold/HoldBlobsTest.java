package dev.orlop.appview.hold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.BlobSink;
import dev.orlop.appview.registry.BlobSource;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Relay;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.token.Credentials;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.MemoryFailures;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.identity.HostGuard;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that lie in a hold: a real one. */
class HoldBlobsTest {
  private static final byte[] BLOB = random(300_000);
  private static final Digest DIGEST = sha256(BLOB);

  @TempDir Path folder;
  private LiveHold live;
  private Repository repository;
  private final PartMemory memory = new PartMemory(32L << 20);
  private HoldBlobs blobs;
  private HoldCalls holds;

  /** The methods that were called of anybody. */
  private final List<String> calls = new CopyOnWriteArrayList<>();

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  static Digest sha256(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  /** Another hold in the place of the one that each test begins with. */
  private void start(boolean isPublic, Map<String, String> settings, Delivery delivery) {
    live.close();
    live = new LiveHold(folder.resolve("other"), isPublic, settings);
    open(delivery);
  }

  @BeforeEach
  void start() {
    live = new LiveHold(folder.resolve("hold"));
    open(Delivery.REDIRECT);
  }

  private void open(Delivery delivery) {
    InstantSource clock = InstantSource.system();
    HostGuard guard = new HostGuard(NetworkPolicy.DEVELOPMENT);
    PdsSessions sessions = new PdsSessions(new MemorySessions(), uri -> client(uri, guard), clock);
    Login login = new Login(live, sessions, new MemoryFailures(clock), clock);
    for (Handle who : new Handle[] {LiveHold.ALICE, LiveHold.BOB}) {
      login.login(Credentials.of(who.value(), LiveHold.PASSWORD).orElseThrow(), "127.0.0.1");
    }
    holds = new HoldCalls(uri -> client(uri, guard), new ServiceTokens(sessions, clock));
    blobs = new HoldBlobs(live, holds, delivery, memory);
    repository = new Repository(live.did(LiveHold.ALICE), new RepositoryName("app"));
  }

  private XrpcClient.Builder client(URI uri, HostGuard guard) {
    return XrpcClient.builder(uri)
        .guard(
            asked -> {
              calls.add(asked.getPath().substring("/xrpc/".length()));
              return guard.objection(asked);
            })
        .retries(0, Duration.ZERO);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private Caller caller(Handle who) {
    return Caller.account(live.did(who), Map.of());
  }

  private Caller alice() {
    return caller(LiveHold.ALICE);
  }

  private Repository bobs() {
    return new Repository(live.did(LiveHold.BOB), new RepositoryName("app"));
  }

  private void push(byte[] blob) {
    BlobSink sink = blobs.begin(alice(), repository, Optional.empty());
    sink.write(blob, 0, blob.length);
    sink.complete(sha256(blob));
  }

  private static byte[] fetch(URI uri) throws IOException {
    try (InputStream in = uri.toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsPushedIsThereForEverybodyAndItsPullIsCounted() throws Exception {
    assertEquals(OptionalLong.empty(), blobs.size(alice(), repository, DIGEST));
    assertInstanceOf(BlobSource.Missing.class, blobs.open(alice(), repository, DIGEST));
    push(BLOB);
    assertEquals(OptionalLong.of(BLOB.length), blobs.size(Caller.ANYBODY, repository, DIGEST));
    BlobSource source = blobs.open(Caller.ANYBODY, repository, DIGEST);
    assertArrayEquals(BLOB, fetch(assertInstanceOf(BlobSource.Elsewhere.class, source).uri()));
    assertEquals(1, new HoldStats(holds).of(live.hold(), repository).pulls());
    assertEquals(0, memory.usedBytes());
  }

  @Test
  void aSmallBlobTakesTwoCallsOnceTheHoldIsKnown() {
    push(BLOB);
    assertTrue(calls.contains(Nsids.HOLD_INITIATE_UPLOAD.toString()), calls.toString());
    calls.clear();
    byte[] small = random(4096);
    push(small);
    assertEquals(List.of(Nsids.SYNC_GET_BLOB.toString(), Nsids.HOLD_UPLOAD_PART.toString()), calls);
    assertEquals(OptionalLong.of(4096), blobs.size(alice(), repository, sha256(small)));
    assertEquals(0, memory.usedBytes());
  }

  @Test
  void aLargeBlobGoesInPartsAlsoWhenTheHoldIsKnown() {
    push(BLOB);
    calls.clear();
    byte[] large = random(PartBuffer.MAX_BYTES + 1);
    push(large);
    assertTrue(calls.contains(Nsids.HOLD_COMPLETE_UPLOAD.toString()), calls.toString());
    assertEquals(OptionalLong.of(large.length), blobs.size(alice(), repository, sha256(large)));
    assertEquals(0, memory.usedBytes());
  }

  @Test
  void whoPushesIsToldOfBlobsWhereTheirPushesGo() {
    assertEquals(OptionalLong.empty(), blobs.sizeForPush(alice(), repository, DIGEST));
    push(BLOB);
    assertEquals(OptionalLong.of(BLOB.length), blobs.sizeForPush(alice(), repository, DIGEST));
    assertThrows(
        OciException.class, () -> blobs.sizeForPush(caller(LiveHold.BOB), repository, DIGEST));
  }

  @Test
  void anEmptyBlobIsABlob() {
    push(new byte[0]);
    assertEquals(OptionalLong.of(0), blobs.size(alice(), repository, sha256(new byte[0])));
  }

  @Test
  void aLargeBlobGoesThroughLittleMemory() throws Exception {
    start(true, Map.of(), Delivery.PROXY);
    byte[] piece = random(1 << 20);
    byte[] large = new byte[64 << 20];
    long peak = 0;
    BlobSink sink = blobs.begin(alice(), repository, Optional.empty());
    for (int at = 0; at < large.length; at += piece.length) {
      piece[0] = (byte) (at >> 20);
      System.arraycopy(piece, 0, large, at, piece.length);
      sink.write(piece, 0, piece.length);
      peak = Math.max(peak, memory.usedBytes());
    }
    sink.complete(sha256(large));
    assertTrue(peak <= 3L * PartBuffer.MAX_BYTES, "took " + peak);
    assertEquals(0, memory.usedBytes());
    BlobSource.Here here =
        assertInstanceOf(
            BlobSource.Here.class, blobs.open(Caller.ANYBODY, repository, sha256(large)));
    assertEquals(large.length, here.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = here.opener().open(0, here.size())) {
      Relay.copy(in, out, sha256(large), here.size());
    }
    assertArrayEquals(large, out.toByteArray());
    try (InputStream in = here.opener().open(1000, 5)) {
      assertArrayEquals(Arrays.copyOfRange(large, 1000, 1005), in.readNBytes(5));
    }
  }

  @Test
  void anUploadThatIsGivenUpIsGivenUpAtTheHold() {
    BlobSink sink = blobs.begin(alice(), repository, Optional.empty());
    byte[] bytes = random(PartBuffer.MAX_BYTES + 5);
    sink.write(bytes, 0, bytes.length);
    assertEquals(1, live.openUploads());
    sink.abort();
    assertEquals(0, live.openUploads());
    assertEquals(0, memory.usedBytes());
  }

  @Test
  void theHoldComparesTheDigestOnceMore() {
    BlobSink sink = blobs.begin(alice(), repository, Optional.empty());
    sink.write(BLOB, 0, BLOB.length);
    OciException refused = assertThrows(OciException.class, () -> sink.complete(sha256(random(7))));
    assertEquals(OciError.DIGEST_INVALID, refused.error());
    sink.abort();
    assertEquals(OptionalLong.empty(), blobs.size(alice(), repository, sha256(random(7))));
    assertEquals(0, live.openUploads());
  }

  @Test
  void whoIsNotOfTheCrewIsToldWhichPermissionIsMissing() {
    OciException refused =
        assertThrows(
            OciException.class, () -> blobs.begin(caller(LiveHold.BOB), bobs(), Optional.empty()));
    assertEquals(OciError.DENIED, refused.error());
    assertEquals(403, refused.status());
    assertEquals("blob:write", refused.detail().get("requiredPermission"));
    assertTrue(refused.text().contains("blob:write"), refused.text());
    live.enlist(live.did(LiveHold.BOB), "blob:read");
    OciException reader =
        assertThrows(
            OciException.class, () -> blobs.begin(caller(LiveHold.BOB), bobs(), Optional.empty()));
    assertFalse(reader.text().equals(refused.text()), reader.text());
    live.enlist(live.did(LiveHold.BOB), "blob:write");
    blobs.begin(caller(LiveHold.BOB), bobs(), Optional.empty()).abort();
  }

  @Test
  void aPrivateHoldIsReadByItsCrewAlone() {
    start(false, Map.of(), Delivery.PROXY);
    push(BLOB);
    OciException anybody =
        assertThrows(OciException.class, () -> blobs.size(Caller.ANYBODY, repository, DIGEST));
    assertEquals(OciError.UNAUTHORIZED, anybody.error());
    OciException bob =
        assertThrows(
            OciException.class, () -> blobs.size(caller(LiveHold.BOB), repository, DIGEST));
    assertEquals(OciError.DENIED, bob.error());
    assertTrue(bob.text().contains("blob:read"), bob.text());
    assertTrue(bob.text().contains("not of its crew"), bob.text());
    live.enlist(live.did(LiveHold.BOB), "blob:read");
    assertEquals(
        OptionalLong.of(BLOB.length), blobs.size(caller(LiveHold.BOB), repository, DIGEST));
    assertEquals(OptionalLong.of(BLOB.length), blobs.size(alice(), repository, DIGEST));
  }

  @Test
  void aHoldThatInsistsOnTheMethodInATokenGetsIt() {
    start(false, Map.of("ORLOP_AUTH_STRICT_LXM", "true"), Delivery.REDIRECT);
    assertEquals(OptionalLong.empty(), blobs.size(alice(), repository, DIGEST));
    push(BLOB);
    assertEquals(OptionalLong.of(BLOB.length), blobs.size(alice(), repository, DIGEST));
  }

  @Test
  void aBlobIsMountedIfTheHoldHasIt() {
    Repository other = new Repository(repository.owner(), new RepositoryName("other"));
    assertFalse(blobs.mount(alice(), other, Optional.of(repository), DIGEST));
    push(BLOB);
    assertTrue(blobs.mount(alice(), other, Optional.of(repository), DIGEST));
    assertTrue(blobs.mount(alice(), other, Optional.empty(), DIGEST));
  }

  @Test
  void nobodyWritesInAnothersName() {
    for (Caller caller : new Caller[] {caller(LiveHold.BOB), Caller.ANYBODY}) {
      OciException refused =
          assertThrows(OciException.class, () -> blobs.begin(caller, repository, Optional.empty()));
      assertTrue(refused.status() == 403 || refused.status() == 401, refused.text());
      assertThrows(
          OciException.class, () -> blobs.mount(caller, repository, Optional.empty(), DIGEST));
    }
  }

  @Test
  void aHoldThatIsGoneIsA503() {
    BlobSink sink = blobs.begin(alice(), repository, Optional.empty());
    live.close();
    sink.write(BLOB, 0, BLOB.length);
    for (OciException gone :
        new OciException[] {
          assertThrows(OciException.class, () -> sink.complete(DIGEST)),
          assertThrows(OciException.class, () -> blobs.size(alice(), repository, DIGEST)),
          assertThrows(OciException.class, () -> blobs.open(alice(), repository, DIGEST))
        }) {
      assertEquals(503, gone.status(), gone.text());
      assertTrue(gone.retryAfter().isPresent());
    }
    sink.abort();
    assertEquals(0, memory.usedBytes());
  }
}
