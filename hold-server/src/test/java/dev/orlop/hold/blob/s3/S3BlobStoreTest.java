package dev.orlop.hold.blob.s3;

import static dev.orlop.hold.blob.BlobStoreContract.put;
import static dev.orlop.hold.blob.BlobStoreContract.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreTest {
  /** The contract over an S3 in this process. */
  @Nested
  class OverS3Proxy extends BlobStoreContract {
    private @Nullable LocalS3 s3;

    @Override
    protected BlobStore open(Path folder) {
      LocalS3 running = s3;
      if (running == null) {
        running = S3World.start(folder);
        s3 = running;
      }
      return S3BlobStore.open(S3World.settings(running.endpoint()));
    }

    @AfterEach
    void stop() {
      if (s3 != null) {
        s3.close();
      }
    }
  }

  @BeforeAll
  static void say() {
    System.out.println("the contract of blob stores is held against S3: s3proxy");
  }

  private static final Content HELLO = Content.of("hello");
  private static final Content LARGE = Content.random(7, 11 << 20);
  private static final String PLACE =
      "docker/registry/v2/blobs/sha256/2c/"
          + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824/data";

  @TempDir Path folder;
  private LocalS3 s3;
  private S3BlobStore store;

  @BeforeEach
  void start() {
    s3 = S3World.start(folder);
    store = S3BlobStore.open(S3World.settings(s3.endpoint()));
  }

  @AfterEach
  void stop() {
    store.close();
    s3.close();
  }

  @Test
  void theLayoutIsThatOfTheDistributionRegistry() throws IOException {
    put(store, HELLO);
    assertArrayEquals(
        HELLO.bytes(), Files.readAllBytes(folder.resolve(S3World.BUCKET).resolve(PLACE)));
  }

  @Test
  void underAPrefixTheLayoutIsTheSame() throws IOException {
    S3BlobStore prefixed =
        S3BlobStore.open(
            S3World.settings(s3.endpoint(), LocalS3.SECRET_ACCESS_KEY, "registry/one/"));
    put(prefixed, HELLO);
    assertArrayEquals(
        HELLO.bytes(),
        Files.readAllBytes(folder.resolve(S3World.BUCKET).resolve("registry/one/" + PLACE)));
    assertEquals(1, prefixed.list(Optional.empty(), 10).size());
    assertEquals(List.of(), store.list(Optional.empty(), 10));
  }

  @Test
  void whatIsLargerThanAPartComesInPartsAndNothingIsLeftOfThem() throws IOException {
    put(store, LARGE);
    assertArrayEquals(LARGE.bytes(), read(store.locate(LARGE.digest())));
    assertEquals(
        new BlobCheck.Sound(LARGE.bytes().length), store.verify(LARGE.digest(), Long.MAX_VALUE));
    try (Stream<Path> files = Files.walk(folder.resolve(S3World.BUCKET))) {
      assertEquals(
          1, files.filter(file -> Files.isRegularFile(file)).count(), "staged and joined parts");
    }
  }

  @Test
  void whatIsTooLargeForOneCopyingCallIsCopiedInParts() throws IOException {
    try (S3BlobStore small =
        S3BlobStore.open(S3World.settings(s3.endpoint()), S3Settings.LEAST_PART_BYTES)) {
      put(small, LARGE);
      assertArrayEquals(LARGE.bytes(), read(small.locate(LARGE.digest())));
    }
  }

  @Test
  void manyWhoComeAtOnceShareTheMemoryAndAllArrive() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Content content = Content.random(100 + i, 1 << 20);
        done.add(pool.submit(() -> put(store, content)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertEquals(24, store.list(Optional.empty(), 100).size());
  }

  @Test
  void whoFindsNoMemoryIsSentAwayAndWhoGivesUpMakesRoom() {
    List<StagedBlob> hanging = new ArrayList<>();
    for (int i = 0; i < S3World.PARTS; i++) {
      hanging.add(store.stage(Digest.Algorithm.SHA256));
      hanging.getLast().write(LARGE.bytes(), 0, 100_000);
    }
    BlobStoreException busy =
        assertThrows(BlobStoreException.class, () -> put(store, Content.random(1, 100_000)));
    assertEquals(BlobStoreException.Kind.BUSY, busy.kind());
    // What is small takes none of it.
    put(store, HELLO);
    hanging.getFirst().close();
    put(store, Content.random(1, 100_000));
    hanging.forEach(StagedBlob::close);
  }

  @Test
  void aUrlIsGoodForItsVerbAlone() throws Exception {
    put(store, HELLO);
    BlobLocation.Remote blob =
        assertInstanceOf(BlobLocation.Remote.class, store.locate(HELLO.digest()));
    URI get = blob.url(BlobLocation.Verb.GET);
    URI head = blob.url(BlobLocation.Verb.HEAD);
    assertEquals(200, ask("GET", get).statusCode());
    assertArrayEquals(HELLO.bytes(), ask("GET", get).body());
    assertEquals(200, ask("HEAD", head).statusCode());
    assertEquals("5", ask("HEAD", head).headers().firstValue("content-length").orElseThrow());
    assertEquals(403, ask("HEAD", get).statusCode());
    assertEquals(403, ask("GET", head).statusCode());
  }

  private static HttpResponse<byte[]> ask(String verb, URI uri) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(uri).method(verb, HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
