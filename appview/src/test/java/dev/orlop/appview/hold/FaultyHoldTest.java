package dev.orlop.appview.hold;

import static dev.orlop.appview.hold.HoldBlobsTest.random;
import static dev.orlop.appview.hold.HoldBlobsTest.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.BlobSource;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Relay;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.identity.HostGuard;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcHandler;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds that are not what they should be. */
class FaultyHoldTest {
  private static final byte[] BLOB = random(1000);
  private static final Digest DIGEST = sha256(BLOB);
  private static final Did OWNER = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  private static final Repository REPOSITORY = new Repository(OWNER, new RepositoryName("app"));

  private final List<WebServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(WebServer::stop);
  }

  private Hold hold(String name, XrpcHandler getBlob) {
    HttpRouting.Builder routing = HttpRouting.builder();
    XrpcRouter.builder().query(Nsids.SYNC_GET_BLOB, getBlob).build().routing(routing);
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .addRouting(routing)
            .build()
            .start();
    servers.add(server);
    return new Hold(Did.parse("did:web:" + name), URI.create("http://127.0.0.1:" + server.port()));
  }

  private HoldBlobs blobs(Delivery delivery, NetworkPolicy policy, Hold... holds) {
    HostGuard guard = new HostGuard(policy);
    PdsSessions sessions =
        new PdsSessions(new MemorySessions(), XrpcClient::builder, InstantSource.system());
    HoldChoice choice =
        new HoldChoice() {
          @Override
          public Hold forPush(Did owner) {
            return holds[0];
          }

          @Override
          public List<Hold> forPull(Repository repository, Digest digest) {
            return List.of(holds);
          }

          @Override
          public Hold named(HoldRef ref) {
            return holds[0];
          }
        };
    return new HoldBlobs(
        choice,
        new HoldCalls(
            uri -> XrpcClient.builder(uri).guard(guard::objection).retries(0, Duration.ZERO),
            new ServiceTokens(sessions, InstantSource.system())),
        delivery,
        new PartMemory(0));
  }

  private HoldBlobs proxy(Hold... holds) {
    return blobs(Delivery.PROXY, NetworkPolicy.DEVELOPMENT, holds);
  }

  /** Says that the blob has {@code said} bytes, and sends others. */
  private static XrpcHandler says(long said, byte[] sent) {
    return call -> {
      if (call.isHead()) {
        call.reply("application/octet-stream", said, _ -> {});
      } else {
        call.reply("application/octet-stream", sent);
      }
    };
  }

  private static OciException relayed(HoldBlobs blobs) {
    return assertThrows(
        OciException.class,
        () -> {
          BlobSource.Here here =
              assertInstanceOf(
                  BlobSource.Here.class, blobs.open(Caller.ANYBODY, REPOSITORY, DIGEST));
          try (InputStream in = here.opener().open(0, here.size());
              OutputStream out = new ByteArrayOutputStream()) {
            Relay.copy(in, out, DIGEST, here.size());
          }
        });
  }

  @Test
  void aSizeThatIsNotThatOfTheBytesIsFoundOut() {
    assertEquals(502, relayed(proxy(hold("a.test", says(2000, BLOB)))).status());
    assertEquals(502, relayed(proxy(hold("a.test", says(10, BLOB)))).status());
  }

  @Test
  void aHoldThatGivesNoAddressForAWholeBlobIsNotAskedForOneAgain() {
    AtomicInteger asked = new AtomicInteger();
    XrpcHandler refuses =
        call -> {
          asked.incrementAndGet();
          throw XrpcError.INVALID_REQUEST.exception("method must be GET or HEAD");
        };
    HoldHabits habits = new HoldHabits();
    ServiceTokens none =
        new ServiceTokens(
            new PdsSessions(new MemorySessions(), XrpcClient::builder, InstantSource.system()),
            InstantSource.system());
    HoldClient client =
        new HoldClient(hold("a.test", refuses), Optional.empty(), XrpcClient::builder, none);
    HoldUploads uploads = new HoldUploads(client, OWNER, habits);
    XrpcUpload bytes = XrpcUpload.of("application/octet-stream", BLOB);
    assertFalse(uploads.putWhole(DIGEST, bytes));
    assertFalse(uploads.putWhole(DIGEST, bytes));
    assertEquals(1, asked.get());
  }

  @Test
  void otherBytesAreNotThoseOfTheBlob() {
    byte[] other = BLOB.clone();
    other[500]++;
    assertEquals(502, relayed(proxy(hold("a.test", says(BLOB.length, other)))).status());
  }

  @Test
  void anotherHoldMayHaveItWhereOneFails() {
    Hold broken =
        hold(
            "broken.test",
            _ -> {
              throw XrpcError.INTERNAL_SERVER_ERROR.exception();
            });
    Hold empty =
        hold(
            "empty.test",
            _ -> {
              throw XrpcError.BLOB_NOT_FOUND.exception();
            });
    Hold good = hold("good.test", says(BLOB.length, BLOB));
    assertEquals(
        BLOB.length,
        proxy(broken, empty, good).size(Caller.ANYBODY, REPOSITORY, DIGEST).orElse(-1));
    assertTrue(proxy(empty).size(Caller.ANYBODY, REPOSITORY, DIGEST).isEmpty());
    // What the broken one has nobody knows.
    OciException refused =
        assertThrows(
            OciException.class,
            () -> proxy(broken, empty).size(Caller.ANYBODY, REPOSITORY, DIGEST));
    assertEquals(OciError.UNAVAILABLE, refused.error());
  }

  @Test
  void aReaderIsSentToAddressesOfTheWebAlone() {
    Hold odd =
        hold(
            "a.test",
            call -> call.reply(DataMap.builder().put("url", "file:///etc/passwd").build()));
    HoldBlobs blobs = blobs(Delivery.REDIRECT, NetworkPolicy.DEVELOPMENT, odd);
    assertEquals(
        502,
        assertThrows(OciException.class, () -> blobs.open(Caller.ANYBODY, REPOSITORY, DIGEST))
            .status());
  }

  @Test
  void aRedirectIsAsGoodAsAnAddress() {
    Hold old =
        hold("a.test", call -> call.redirect(URI.create("https://bucket.test/blob?signed=1")));
    BlobSource source =
        blobs(Delivery.REDIRECT, NetworkPolicy.DEVELOPMENT, old)
            .open(Caller.ANYBODY, REPOSITORY, DIGEST);
    assertEquals(new BlobSource.Elsewhere(URI.create("https://bucket.test/blob?signed=1")), source);
  }

  @Test
  void aHoldInsideTheNetworkIsNotCalled() {
    Hold inside = hold("a.test", says(BLOB.length, BLOB));
    HoldBlobs blobs = blobs(Delivery.PROXY, NetworkPolicy.PUBLIC_ONLY, inside);
    assertEquals(
        503,
        assertThrows(OciException.class, () -> blobs.size(Caller.ANYBODY, REPOSITORY, DIGEST))
            .status());
  }

  @Test
  void aHoldThatHasEnoughSaysForHowLong() {
    Hold busy =
        hold(
            "a.test",
            _ -> {
              throw XrpcError.RATE_LIMIT_EXCEEDED.exception().withHeader("Retry-After", "77");
            });
    OciException refused =
        assertThrows(
            OciException.class, () -> proxy(busy).open(Caller.ANYBODY, REPOSITORY, DIGEST));
    assertEquals(OciError.TOOMANYREQUESTS, refused.error());
    assertEquals(Duration.ofSeconds(77), refused.retryAfter().orElseThrow());
  }
}
