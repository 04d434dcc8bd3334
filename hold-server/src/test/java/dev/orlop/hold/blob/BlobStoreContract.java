package dev.orlop.hold.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BlobStore} does. A backend's test extends this and says how to open one. */
public abstract class BlobStoreContract {
  private static final Content SMALL = Content.of("hello");
  // Above what is kept in memory.
  private static final Content LARGE = Content.random(1, 300_000);
  private static final Content EMPTY = Content.of("");

  @TempDir Path folder;
  private BlobStore store;

  /** A store in this folder, which may have been used by one before. */
  protected abstract BlobStore open(Path folder);

  @BeforeEach
  void openTheStore() {
    store = open(folder);
  }

  @Test
  void aBlobComesBackAsItWentInAlsoAfterARestart() throws IOException {
    for (Content content : List.of(SMALL, LARGE, EMPTY)) {
      put(store, content);
    }
    for (BlobStore each : List.of(store, open(folder))) {
      for (Content content : List.of(SMALL, LARGE, EMPTY)) {
        assertArrayEquals(content.bytes(), read(each.locate(content.digest())));
        assertEquals(OptionalLong.of(content.bytes().length), each.size(content.digest()));
        assertEquals(
            new BlobCheck.Sound(content.bytes().length),
            each.verify(content.digest(), Long.MAX_VALUE));
      }
    }
  }

  @Test
  void whatComesInPiecesIsHashedAsAWhole() throws IOException {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      for (int at = 0; at < LARGE.bytes().length; at += 70_001) {
        staged.write(LARGE.bytes(), at, Math.min(70_001, LARGE.bytes().length - at));
      }
      assertEquals(LARGE.bytes().length, staged.size());
      assertEquals(LARGE.digest(), staged.publish());
    }
    assertArrayEquals(LARGE.bytes(), read(store.locate(LARGE.digest())));
  }

  @Test
  void aBlobWithTheWrongDigestIsNeverVisible() {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      staged.write(SMALL.bytes(), 0, 4);
      assertEquals(
          new StagedBlob.Published.Mismatch(SMALL.digest(), Content.of("hell").digest()),
          staged.publish(SMALL.digest()));
    }
    assertAbsent(SMALL.digest());
    assertAbsent(Content.of("hell").digest());
    assertEquals(List.of(), store.list(Optional.empty(), 10));
  }

  @Test
  void aBlobUnderItsSha512IsFoundUnderThatAlone() throws IOException {
    Content content = Content.of(SMALL.bytes(), Digest.Algorithm.SHA512);
    put(store, content);
    assertArrayEquals(content.bytes(), read(store.locate(content.digest())));
    assertAbsent(SMALL.digest());
    assertEquals(new BlobCheck.Sound(5), store.verify(content.digest(), Long.MAX_VALUE));
  }

  @Test
  void whatIsStagedForOneHashIsNotPublishedUnderAnother() {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA512)) {
      staged.write(SMALL.bytes(), 0, 5);
      assertThrows(IllegalArgumentException.class, () -> staged.publish(SMALL.digest()));
    }
    assertAbsent(SMALL.digest());
  }

  @Test
  void aBlobIsInvisibleUntilItIsPublished() {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      staged.write(SMALL.bytes(), 0, 5);
      assertAbsent(SMALL.digest());
      assertEquals(List.of(), store.list(Optional.empty(), 10));
      staged.publish(SMALL.digest());
      assertEquals(List.of(new StoredBlob(SMALL.digest(), 5)), store.list(Optional.empty(), 10));
    }
  }

  @Test
  void whatIsGivenUpIsGone() {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      staged.write(SMALL.bytes(), 0, 5);
    }
    assertAbsent(SMALL.digest());
  }

  @Test
  void theSameBlobTwiceIsOneBlob() throws IOException {
    put(store, SMALL);
    put(store, SMALL);
    assertEquals(1, store.list(Optional.empty(), 10).size());
    assertArrayEquals(SMALL.bytes(), read(store.locate(SMALL.digest())));
  }

  @Test
  void aRangeOfABlobIsReadFromWhereItLies() throws IOException {
    put(store, SMALL);
    put(store, LARGE);
    for (Content content : List.of(SMALL, LARGE)) {
      int size = content.bytes().length;
      for (int[] range : new int[][] {{0, 1}, {1, 3}, {size - 1, size}, {size / 2, size}}) {
        assertArrayEquals(
            Arrays.copyOfRange(content.bytes(), range[0], range[1]),
            read(store.locate(content.digest()), range[0], range[1] - range[0]));
      }
    }
  }

  @Test
  void aDeletedBlobIsGoneAndMayComeAgain() throws IOException {
    put(store, SMALL);
    put(store, LARGE);
    assertArrayEquals(SMALL.bytes(), read(store.locate(SMALL.digest())));
    assertTrue(store.delete(SMALL.digest()));
    assertAbsent(SMALL.digest());
    assertFalse(store.delete(SMALL.digest()));
    assertEquals(1, store.list(Optional.empty(), 10).size());
    put(store, SMALL);
    assertArrayEquals(SMALL.bytes(), read(store.locate(SMALL.digest())));
  }

  @Test
  void blobsAreListedInTheOrderOfTheirDigestsPageByPage() {
    List<Content> contents =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    Content.of(
                        Content.bytes(i, i),
                        i % 4 == 0 ? Digest.Algorithm.SHA512 : Digest.Algorithm.SHA256))
            .toList();
    contents.forEach(content -> put(store, content));
    List<StoredBlob> all =
        contents.stream()
            .map(content -> new StoredBlob(content.digest(), content.bytes().length))
            .sorted((a, b) -> a.digest().compareTo(b.digest()))
            .toList();
    assertEquals(all, store.list(Optional.empty(), 100));
    for (int from = 0; from < all.size(); from++) {
      assertEquals(
          all.subList(from + 1, Math.min(from + 4, all.size())),
          store.list(Optional.of(all.get(from).digest()), 3));
    }
  }

  @Test
  void manyWhoPutOneBlobAtOnceAllSucceedAndWhoReadsMeanwhileSeesAllOfIt() throws Exception {
    int threads = 16;
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> done =
          IntStream.range(0, threads)
              .mapToObj(
                  _ ->
                      pool.submit(
                          () -> {
                            start.await();
                            put(store, LARGE);
                            // Whatever the others do to it now, it is there and whole.
                            return Arrays.equals(LARGE.bytes(), read(store.locate(LARGE.digest())));
                          }))
              .toList();
      start.countDown();
      for (Future<Boolean> each : done) {
        assertTrue(each.get());
      }
    }
    assertEquals(
        List.of(new StoredBlob(LARGE.digest(), LARGE.bytes().length)),
        store.list(Optional.empty(), 10));
  }

  @Test
  void aBlobInTheTrashIsGoneForReadersAndComesBackAsItWas() throws IOException {
    for (Content content : List.of(SMALL, LARGE)) {
      put(store, content);
      assertArrayEquals(content.bytes(), read(store.locate(content.digest())));
      assertTrue(store.trash(content.digest()));
      assertAbsent(content.digest());
      assertFalse(store.trash(content.digest()));
      assertEquals(List.of(content.digest()), digests(open(folder), Shelf.TRASH));
      assertEquals(List.of(), digests(store, Shelf.STORED));
      assertTrue(store.restore(content.digest()));
      assertArrayEquals(content.bytes(), read(store.locate(content.digest())));
      assertFalse(store.restore(content.digest()));
      assertEquals(List.of(), digests(store, Shelf.TRASH));
      assertEquals(List.of(content.digest()), digests(store, Shelf.STORED));
      assertTrue(store.delete(content.digest()));
    }
  }

  @Test
  void whatIsPurgedIsGoneForGoodAndMayComeAgain() throws IOException {
    List<Digest> purged = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Content content = Content.of("blob " + i);
      put(store, content);
      assertTrue(store.trash(content.digest()));
      purged.add(content.digest());
    }
    put(store, LARGE);
    put(store, Content.of("blob 3"));
    purged.add(LARGE.digest());
    store.purge(purged);
    assertEquals(List.of(), digests(store, Shelf.TRASH));
    assertFalse(store.restore(Content.of("blob 5").digest()));
    // What is stored, too, is not touched.
    assertArrayEquals(LARGE.bytes(), read(store.locate(LARGE.digest())));
    assertArrayEquals(Content.of("blob 3").bytes(), read(store.locate(purged.get(3))));
    put(store, Content.of("blob 5"));
    assertTrue(store.trash(Content.of("blob 5").digest()));
  }

  @Test
  void aBlobThatWasPutAgainWhileInTheTrashIsOne() throws IOException {
    put(store, LARGE);
    assertTrue(store.trash(LARGE.digest()));
    put(store, LARGE);
    assertTrue(store.restore(LARGE.digest()));
    assertEquals(List.of(), digests(store, Shelf.TRASH));
    put(store, SMALL);
    assertTrue(store.trash(SMALL.digest()));
    put(store, SMALL);
    assertTrue(store.trash(SMALL.digest()));
    assertEquals(List.of(SMALL.digest()), digests(store, Shelf.TRASH));
    assertArrayEquals(LARGE.bytes(), read(store.locate(LARGE.digest())));
  }

  @Test
  void aListingSaysSinceWhenABlobLiesThere() {
    Instant before = Instant.now().minusSeconds(5);
    put(store, SMALL);
    assertSince(Shelf.STORED, before);
    assertTrue(store.trash(SMALL.digest()));
    assertSince(Shelf.TRASH, before);
    assertTrue(store.restore(SMALL.digest()));
    assertSince(Shelf.STORED, before);
  }

  private void assertSince(Shelf shelf, Instant before) {
    ListedBlob only = store.list(shelf, Optional.empty(), 10).getFirst();
    assertEquals(SMALL.bytes().length, only.size());
    assertTrue(only.since().isAfter(before), () -> "since " + only.since());
    assertFalse(only.since().isAfter(Instant.now().plusSeconds(5)));
  }

  private static List<Digest> digests(BlobStore store, Shelf shelf) {
    return store.list(shelf, Optional.empty(), 100).stream().map(ListedBlob::digest).toList();
  }

  @Test
  void whoPutsWhileAnotherDeletesLeavesAWholeBlobOrNone() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 50; round++) {
        Future<?> deleting = pool.submit(() -> store.delete(SMALL.digest()));
        put(store, SMALL);
        deleting.get();
        if (!(store.locate(SMALL.digest()) instanceof BlobLocation.Missing)) {
          assertArrayEquals(SMALL.bytes(), read(store.locate(SMALL.digest())));
        }
      }
    }
    put(store, SMALL);
    assertArrayEquals(SMALL.bytes(), read(store.locate(SMALL.digest())));
  }

  private void assertAbsent(Digest digest) {
    assertInstanceOf(BlobLocation.Missing.class, store.locate(digest));
    assertEquals(OptionalLong.empty(), store.size(digest));
    assertEquals(new BlobCheck.Missing(), store.verify(digest, Long.MAX_VALUE));
  }

  /** Stores a blob. */
  public static void put(BlobStore store, Content content) {
    try (StagedBlob staged = store.stage(content.digest().algorithm())) {
      staged.write(content.bytes(), 0, content.bytes().length);
      assertEquals(
          new StagedBlob.Published.Stored(new StoredBlob(content.digest(), content.bytes().length)),
          staged.publish(content.digest()));
    }
  }

  /** All of a blob. */
  public static byte[] read(BlobLocation location) throws IOException {
    return switch (location) {
      case BlobLocation.Local(Path file, long size) -> {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(size, bytes.length);
        yield bytes;
      }
      case BlobLocation.InMemory memory -> memory.bytes();
      case BlobLocation.Remote remote -> read(remote, 0, Math.toIntExact(remote.size()));
      case BlobLocation.Missing() -> throw new AssertionError("the blob is missing");
    };
  }

  private static byte[] read(BlobLocation.Remote remote, int from, int length) throws IOException {
    try (InputStream in = remote.open(from, length).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private static byte[] read(BlobLocation location, int from, int length) throws IOException {
    if (location instanceof BlobLocation.Remote remote) {
      return read(remote, from, length);
    }
    if (!(location instanceof BlobLocation.Local(Path file, _))) {
      return Arrays.copyOfRange(read(location), from, from + length);
    }
    ByteBuffer range = ByteBuffer.allocate(length);
    try (SeekableByteChannel channel = Files.newByteChannel(file).position(from)) {
      while (range.hasRemaining() && channel.read(range) >= 0) {
        // until it is all there
      }
    }
    return range.array();
  }
}
