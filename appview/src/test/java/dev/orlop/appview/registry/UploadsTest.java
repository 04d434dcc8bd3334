package dev.orlop.appview.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.testkit.ClockAt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UploadsTest {
  private static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  private static final Caller CALLER = Caller.account(ALICE, Map.of());
  private static final Repository APP = new Repository(ALICE, new RepositoryName("app"));
  private static final UploadLimits LIMITS =
      new UploadLimits(1L << 30, 2, 3, Duration.ofMinutes(10), Duration.ofHours(1));

  private final MemoryBlobs blobs = new MemoryBlobs();
  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final Uploads uploads = new Uploads(blobs, LIMITS, clock);

  private static Chunk chunk(InputStream body) {
    return new Chunk(Optional.empty(), OptionalLong.empty(), body);
  }

  private static Chunk chunk(String text) {
    return chunk(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  /** A stream whose every read is a call. */
  private static InputStream each(Callable<Integer> read) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          return read.call();
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return read();
      }
    };
  }

  private static Digest sha256(String text) {
    return Digest.hash(Digest.Algorithm.SHA256, text.getBytes(UTF_8));
  }

  private UploadId begin() {
    return uploads.begin(CALLER, APP, Optional.empty()).id();
  }

  @Test
  void bytesGoOnAsTheyComeAndAreNotGathered() throws Exception {
    int size = 20 << 20;
    int[] greatest = {0};
    long[] ahead = {0, 0};
    BlobStore counting =
        new OnlySinks(
            Optional.empty(),
            length -> {
              greatest[0] = Math.max(greatest[0], length);
              ahead[0] -= length;
            });
    InputStream body =
        new InputStream() {
          private int left = size;

          @Override
          public int read() {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int n = Math.min(left, length);
            left -= n;
            ahead[1] = Math.max(ahead[1], ahead[0] += n);
            return n == 0 ? -1 : n;
          }
        };
    Uploads streaming = new Uploads(counting, LIMITS, clock);
    UploadId id = streaming.begin(CALLER, APP, Optional.empty()).id();
    assertEquals(size, streaming.append(CALLER, APP, id, chunk(body)).bytes());
    assertEquals(0, ahead[0]);
    assertTrue(ahead[1] <= 64 << 10 && greatest[0] <= 64 << 10);
  }

  /** Takes bytes and tells how many. */
  private record OnlySinks(Optional<OciException> refusal, IntConsumer taken) implements BlobStore {
    @Override
    public BlobSink begin(Caller caller, Repository repository, Optional<Digest> expected) {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return new BlobSink() {
        @Override
        public void write(byte[] buffer, int offset, int length) {
          taken.accept(length);
        }

        @Override
        public void complete(Digest digest) {}

        @Override
        public void abort() {}
      };
    }

    @Override
    public OptionalLong size(Caller caller, Repository repository, Digest digest) {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong sizeForPush(Caller caller, Repository repository, Digest digest) {
      return size(caller, repository, digest);
    }

    @Override
    public BlobSource open(Caller caller, Repository repository, Digest digest) {
      return new BlobSource.Missing();
    }

    @Override
    public boolean mount(
        Caller caller, Repository repository, Optional<Repository> from, Digest digest) {
      return false;
    }

    @Override
    public boolean delete(Caller caller, Repository repository, Digest digest) {
      return false;
    }
  }

  @Test
  void aBodyThatBreaksOffLeavesWhatCameAndTheUploadGoesOn() throws Exception {
    UploadId id = begin();
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream("hello ".getBytes(UTF_8)),
            each(
                () -> {
                  throw new IOException("the client left");
                }));
    assertThrows(IOException.class, () -> uploads.append(CALLER, APP, id, chunk(broken)));
    assertEquals(6, uploads.status(CALLER, APP, id).bytes());
    uploads.complete(CALLER, APP, id, chunk("world"), sha256("hello world"));
    assertEquals(OptionalLong.of(11), blobs.size(CALLER, APP, sha256("hello world")));
    assertEquals(0, uploads.open());
  }

  @Test
  @Timeout(60)
  void oneRequestAtATimeWrites() throws Exception {
    UploadId id = begin();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    InputStream slow =
        each(
            () -> {
              reading.countDown();
              go.await();
              return -1;
            });
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<UploadStatus> first = other.submit(() -> uploads.append(CALLER, APP, id, chunk(slow)));
      reading.await();
      OciException busy =
          assertThrows(OciException.class, () -> uploads.append(CALLER, APP, id, chunk("second")));
      assertEquals(409, busy.status());
      assertTrue(busy.retryAfter().isPresent());
      assertEquals(
          409, assertThrows(OciException.class, () -> uploads.cancel(CALLER, APP, id)).status());
      clock.advance(Duration.ofDays(2));
      assertEquals(0, uploads.expire());
      go.countDown();
      assertEquals(0, first.get().bytes());
    }
    assertEquals(6, uploads.append(CALLER, APP, id, chunk("second")).bytes());
  }

  @Test
  void aSlotIsGivenBackHoweverAnUploadEnds() throws Exception {
    for (int i = 0; i < 3; i++) {
      uploads.complete(CALLER, APP, begin(), chunk("done"), sha256("done"));
      uploads.cancel(CALLER, APP, begin());
      UploadId wrong = begin();
      assertThrows(
          OciException.class,
          () -> uploads.complete(CALLER, APP, wrong, chunk("done"), sha256("other")));
      uploads.whole(CALLER, APP, chunk("whole"), sha256("whole"));
      assertThrows(
          OciException.class, () -> uploads.whole(CALLER, APP, chunk("whole"), sha256("other")));
      begin();
      clock.advance(Duration.ofMinutes(11));
      assertEquals(1, uploads.expire());
    }
    assertEquals(0, uploads.open());
    assertEquals(0, blobs.openSinks());
    begin();
    begin();
    OciException full = assertThrows(OciException.class, this::begin);
    assertEquals(OciError.TOOMANYREQUESTS, full.error());
  }

  @Test
  void aStoreThatRefusesToBeginTakesNoSlot() {
    BlobStore store =
        new OnlySinks(Optional.of(OciError.DENIED.exception("blob:write is missing")), _ -> {});
    Uploads refusing = new Uploads(store, LIMITS, clock);
    for (int i = 0; i < 10; i++) {
      OciException denied =
          assertThrows(OciException.class, () -> refusing.begin(CALLER, APP, Optional.empty()));
      assertEquals(OciError.DENIED, denied.error());
    }
  }

  @Test
  void somebodyWithoutAnAccountBeginsNothing() {
    OciException refusal =
        assertThrows(
            OciException.class, () -> uploads.begin(Caller.ANYBODY, APP, Optional.empty()));
    assertEquals(OciError.UNAUTHORIZED, refusal.error());
  }

  @Test
  void aLargeBlobWhoseSha512WasNotAnnouncedIsToldToAnnounceIt() throws Exception {
    byte[] large = new byte[(int) RunningDigest.UNSAID_BYTES + 1];
    Digest digest = Digest.hash(Digest.Algorithm.SHA512, large);
    UploadId unsaid = begin();
    uploads.append(CALLER, APP, unsaid, chunk(new ByteArrayInputStream(large)));
    OciException refusal =
        assertThrows(
            OciException.class, () -> uploads.complete(CALLER, APP, unsaid, chunk(""), digest));
    assertTrue(refusal.text().contains("digest-algorithm=sha512"));

    UploadId said = uploads.begin(CALLER, APP, Optional.of(Digest.Algorithm.SHA512)).id();
    uploads.append(CALLER, APP, said, chunk(new ByteArrayInputStream(large)));
    uploads.complete(CALLER, APP, said, chunk(""), digest);
    assertEquals(OptionalLong.of(large.length), blobs.size(CALLER, APP, digest));
  }
}
