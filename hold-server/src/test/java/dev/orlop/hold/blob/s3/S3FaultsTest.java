package dev.orlop.hold.blob.s3;

import static dev.orlop.hold.blob.BlobStoreContract.put;
import static dev.orlop.hold.blob.BlobStoreContract.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.s3.FaultyS3.Fault;
import dev.orlop.hold.blob.s3.FaultyS3.Request;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket that refuses, breaks off, keeps silent and lies. */
class S3FaultsTest {
  private static final Content HELLO = Content.of("hello");
  private static final Content MEDIUM = Content.random(3, 300_000);
  private static final Content LARGE = Content.random(7, 11 << 20);

  @TempDir Path folder;
  private LocalS3 s3;
  private FaultyS3 faulty;
  private S3BlobStore store;

  @BeforeEach
  void start() {
    s3 = S3World.start(folder);
    faulty = FaultyS3.before(s3.endpoint());
    store = S3BlobStore.open(S3World.settings(faulty.endpoint()));
  }

  @AfterEach
  void stop() {
    CrashHook.unhook();
    store.close();
    faulty.close();
    s3.close();
  }

  /** Does this to the first few requests of a kind. */
  private static Function<Request, Fault> first(int times, Predicate<Request> which, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    return request -> which.test(request) && left.getAndDecrement() > 0 ? fault : FaultyS3.PASS;
  }

  private static Function<Request, Fault> always(Fault fault) {
    return _ -> fault;
  }

  private Kind kindOf(Runnable action) {
    return assertThrows(BlobStoreException.class, action::run).kind();
  }

  private void assertNothingIsSeen(Content content) {
    faulty.rule(always(FaultyS3.PASS));
    assertInstanceOf(BlobLocation.Missing.class, store.locate(content.digest()));
    assertEquals(List.of(), store.list(Optional.empty(), 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void aServerThatFailsNowAndThenIsAskedAgain(int status) throws IOException {
    faulty.rule(first(2, _ -> true, new Fault.Answer(status, "SlowDown")));
    put(store, HELLO);
    faulty.rule(first(2, _ -> true, new Fault.Answer(status, "InternalError")));
    assertArrayEquals(HELLO.bytes(), read(store.locate(HELLO.digest())));
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalError, UNAVAILABLE",
    "503, SlowDown, UNAVAILABLE",
    "403, AccessDenied, FORBIDDEN",
    "403, InvalidAccessKeyId, FORBIDDEN",
    "404, NoSuchBucket, NO_BUCKET",
    "403, RequestTimeTooSkewed, CLOCK",
    "507, XMinioStorageFull, NO_ROOM",
    "400, NotImplemented, MALFORMED",
  })
  void aRefusalSaysOfWhatKindItIsAndLeavesNothing(int status, String code, Kind kind) {
    faulty.rule(always(new Fault.Answer(status, code)));
    for (Content content : List.of(HELLO, LARGE)) {
      assertEquals(kind, kindOf(() -> put(store, content)));
    }
    assertNothingIsSeen(HELLO);
    assertNothingIsSeen(LARGE);
  }

  @Test
  void aBucketThatIsGoneIsNotABucketWithoutTheBlob() {
    try (S3BlobStore elsewhere =
        S3BlobStore.open(S3World.settings(s3.endpoint()).withBucket("no-such-bucket"))) {
      assertEquals(Kind.NO_BUCKET, kindOf(() -> elsewhere.locate(HELLO.digest())));
      assertEquals(Kind.NO_BUCKET, kindOf(() -> put(elsewhere, HELLO)));
      assertEquals(Kind.NO_BUCKET, kindOf(() -> elsewhere.list(Optional.empty(), 10)));
    }
  }

  @Test
  void aWrongSecretIsARefusalThatDoesNotShowIt() {
    try (S3BlobStore stranger =
        S3BlobStore.open(S3World.settings(s3.endpoint(), "a-wrong-secret", ""))) {
      assertEquals(Kind.FORBIDDEN, kindOf(() -> stranger.locate(HELLO.digest())));
      BlobStoreException refusal =
          assertThrows(BlobStoreException.class, () -> put(stranger, HELLO));
      assertEquals(Kind.FORBIDDEN, refusal.kind());
      assertFalse(refusal.toString().contains("a-wrong-secret"), refusal.toString());
    }
    assertFalse(S3World.settings(s3.endpoint()).toString().contains(LocalS3.SECRET_ACCESS_KEY));
  }

  @Test
  void aServerThatIsNotThereOrSaysNothingIsUnavailable() {
    faulty.rule(always(new Fault.Silent()));
    assertEquals(Kind.UNAVAILABLE, kindOf(() -> store.locate(HELLO.digest())));
    faulty.close();
    assertEquals(Kind.UNAVAILABLE, kindOf(() -> store.locate(HELLO.digest())));
  }

  @Test
  void aBodyThatBreaksOffIsReadOnFromThere() throws IOException {
    put(store, MEDIUM);
    BlobLocation there = store.locate(MEDIUM.digest());
    for (Fault fault :
        List.of(new Fault.Cut(100_000), new Fault.Cut(1), new Fault.Cut(0), new Fault.Silent())) {
      faulty.rule(first(2, _ -> true, fault));
      assertArrayEquals(MEDIUM.bytes(), read(there));
    }
    // Each time a little further.
    faulty.rule(always(new Fault.Cut(60_000)));
    assertArrayEquals(MEDIUM.bytes(), read(there));
  }

  @Test
  void halfABodyIsNeverTakenForAWhole() throws IOException {
    put(store, MEDIUM);
    BlobLocation.Remote there = (BlobLocation.Remote) store.locate(MEDIUM.digest());
    faulty.rule(first(1, _ -> true, new Fault.Cut(1000)));
    InputStream in = there.open(0, MEDIUM.bytes().length).orElseThrow();
    faulty.rule(always(new Fault.Answer(500, "InternalError")));
    assertThrows(BlobStoreException.class, in::readAllBytes);
  }

  @Test
  void bytesThatAreDamagedOnTheWayInAreNotStored() throws IOException {
    faulty.rule(always(new Fault.WrongRequest()));
    for (Content content : List.of(HELLO, LARGE)) {
      assertThrows(BlobStoreException.class, () -> put(store, content));
    }
    assertNothingIsSeen(HELLO);
    assertNothingIsSeen(LARGE);
  }

  @Test
  void damageInTheBucketIsFoundByReading() {
    put(store, HELLO);
    faulty.rule(request -> request.verb().equals("GET") ? new Fault.WrongAnswer() : FaultyS3.PASS);
    assertInstanceOf(BlobCheck.Damaged.class, store.verify(HELLO.digest(), Long.MAX_VALUE));
  }

  @Test
  void anAnswerThatWasLostChangesNothing() throws IOException {
    // The S3 joins the parts, and copies, and we do not hear of it.
    faulty.rule(
        first(2, r -> r.verb().equals("POST") || r.target().endsWith("/data"), new Fault.Deaf()));
    put(store, LARGE);
    assertArrayEquals(LARGE.bytes(), read(store.locate(LARGE.digest())));
  }

  @ParameterizedTest
  @EnumSource(names = {"STAGED", "FORCED", "RENAMED"})
  void aBlobThatACrashInterruptsIsThereWholeOrNotAtAll(BlobStep step) throws IOException {
    for (Content content : List.of(MEDIUM, LARGE)) {
      Crash.at(step);
      boolean crashed = false;
      // Not closed, as after a crash.
      StagedBlob staged = store.stage(content.digest().algorithm());
      try {
        staged.write(content.bytes(), 0, content.bytes().length);
        var _ = staged.publish(content.digest());
      } catch (Crash _) {
        crashed = true;
      }
      CrashHook.unhook();
      assertTrue(crashed || content.equals(MEDIUM));
      try (S3BlobStore again = S3BlobStore.open(S3World.settings(s3.endpoint()))) {
        BlobLocation there = again.locate(content.digest());
        if (there instanceof BlobLocation.Remote) {
          assertArrayEquals(content.bytes(), read(there));
        }
        put(again, content);
        assertArrayEquals(content.bytes(), read(again.locate(content.digest())));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRASHED", "RESTORED"})
  void whatACrashInterruptsOnItsWayToTheTrashOrBackIsDoneByDoingItAgain(BlobStep step)
      throws IOException {
    put(store, MEDIUM);
    Crash.at(step);
    assertThrows(
        Crash.class,
        () -> {
          var _ = store.trash(MEDIUM.digest());
          var _ = store.restore(MEDIUM.digest());
        });
    CrashHook.unhook();
    assertTrue(store.trash(MEDIUM.digest()));
    assertTrue(store.restore(MEDIUM.digest()));
    assertArrayEquals(MEDIUM.bytes(), read(store.locate(MEDIUM.digest())));
    assertFalse(store.restore(MEDIUM.digest()));
  }
}
