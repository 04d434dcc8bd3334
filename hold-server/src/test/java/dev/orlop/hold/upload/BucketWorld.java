package dev.orlop.hold.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.s3.FaultyS3;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SharedLocks;
import dev.orlop.testkit.ClockAt;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Uploads whose parts gather in a bucket, opened anew at will, and the calls of a client. */
final class BucketWorld implements AutoCloseable {
  /** Blobs of 16 MB in parts of 5 to 6 MiB, as S3s will have them. */
  private static final UploadLimits LIMITS =
      new UploadLimits(
          16_000_000,
          5 << 20,
          6 << 20,
          20,
          3,
          20_000_000,
          40_000_000,
          Duration.ofHours(1),
          Duration.ofHours(24));

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final Path folder;
  final LocalS3 s3;
  final FaultyS3 faulty;
  private final PartWay way;
  private final Optional<DatabaseSettings> database;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  S3BlobStore blobs;
  UploadService uploads;

  BucketWorld(Path folder, PartWay way) {
    this(folder, way, Optional.empty());
  }

  /**
   * @param database where sessions lie, if not in files
   */
  BucketWorld(Path folder, PartWay way, Optional<DatabaseSettings> database) {
    this.folder = folder;
    this.way = way;
    this.database = database;
    this.s3 = S3World.start(folder);
    this.faulty = FaultyS3.before(s3.endpoint());
    reopen();
  }

  /** Opens all anew, as a restart does, whatever the former service was doing. */
  void reopen() {
    blobs = S3BlobStore.open(S3World.settings(faulty.endpoint()));
    uploads = replica(UploadWorld.UNLIMITED);
  }

  /** One more process that serves the same uploads, and knows of none. */
  UploadService replica(Quotas quotas) {
    return UploadService.gathering(blobs.parts(), way, sessions(), blobs, LIMITS, quotas, clock);
  }

  private SessionStore sessions() {
    if (database.isEmpty()) {
      return new SessionFiles(folder.resolve("sessions"), Disk.REAL);
    }
    Database opened = Database.connect(database.get());
    SharedLocks locks = new SharedLocks(opened);
    toClose.addFirst(opened);
    toClose.addFirst(locks);
    return new TableSessions(opened, locks, clock);
  }

  /** What the process before had of its own goes with it. */
  void kill() {
    while (!toClose.isEmpty()) {
      try {
        toClose.removeFirst().close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  String begin(String name) {
    return assertInstanceOf(InitiateResult.Started.class, uploads.initiate(UploadWorld.ALICE, name))
        .id()
        .toString();
  }

  String begin() {
    return begin(UploadWorld.ANY_NAME);
  }

  /** Sends a part where the hold says, and gives what to list it by. */
  PartRef send(String upload, int number, byte[] bytes) {
    return switch (uploads.partTarget(UploadWorld.ALICE, upload, number)) {
      case PartTarget.Elsewhere(URI url) -> new PartRef(number, put(url, bytes));
      case PartTarget.Open(UploadId id, _) ->
          new PartRef(number, put(id.toString(), number, bytes));
      case UploadRefused refused -> throw new AssertionError(refused);
    };
  }

  private String put(URI url, byte[] bytes) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url)
                  .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer::body);
      return answer.headers().firstValue("etag").orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String put(String upload, int number, byte[] bytes) {
    PartResult result = UploadWorld.put(uploads, upload, number, bytes);
    return assertInstanceOf(PartResult.Stored.class, result).etag();
  }

  CompleteResult complete(String upload, Digest digest, PartRef... parts) {
    return uploads.complete(UploadWorld.ALICE, upload, digest, List.of(parts));
  }

  /** Completes an upload that must become these bytes. */
  void finish(String upload, byte[] wanted, PartRef... parts) {
    Digest digest = UploadWorld.sha256(wanted);
    assertEquals(
        new CompleteResult.Completed(new StoredBlob(digest, wanted.length)),
        complete(upload, digest, parts));
    try {
      assertArrayEquals(wanted, BlobStoreContract.read(blobs.locate(digest)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files in the bucket's folder that are no blobs, and sessions of open uploads. */
  List<String> leftovers() {
    Stream<String> shared =
        Collections.nCopies(database.isEmpty() ? 0 : uploads.usage().open(), "session").stream();
    try (Stream<Path> files = Files.walk(folder)) {
      return Stream.concat(
              shared,
              files
                  .filter(Files::isRegularFile)
                  .map(file -> folder.relativize(file).toString())
                  .filter(name -> !name.startsWith(S3World.BUCKET + "/docker/")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertNothingLeft() {
    assertEquals(new UploadService.Usage(0, 0), uploads.usage());
    assertEquals(List.of(), leftovers());
  }

  @Override
  public void close() {
    kill();
    http.close();
    blobs.close();
    faulty.close();
    s3.close();
  }
}
