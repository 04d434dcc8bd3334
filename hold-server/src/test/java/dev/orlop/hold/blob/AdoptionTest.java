package dev.orlop.hold.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.file.FileBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
  private static final int BLOBS = 20;

  @TempDir Path folder;
  private FileBlobStore store;
  private Path progress;
  private long bytes;

  @BeforeEach
  void fill() throws IOException {
    store = new FileBlobStore(folder.resolve("blobs"));
    progress = folder.resolve("progress");
    for (int i : IntStream.range(0, BLOBS).toArray()) {
      Content content = Content.random(i, 1000 + i);
      BlobStoreContract.put(store, content);
      bytes += content.bytes().length;
    }
    Content spoilt = Content.random(100, 3000);
    BlobStoreContract.put(store, spoilt);
    Files.writeString(FileBlobStore.file(folder.resolve("blobs"), spoilt.digest()), "else");
  }

  @Test
  void allBlobsAreReadAndTheDamagedAreNamed() throws IOException {
    List<Digest> damaged = new ArrayList<>();
    Adoption.Report report =
        new Adoption(
                store,
                progress,
                (digest, _, sound) -> {
                  if (!sound) {
                    damaged.add(digest);
                  }
                })
            .run(Long.MAX_VALUE);
    assertEquals(new Adoption.Report(BLOBS, bytes, 1, 0), report);
    assertEquals(List.of(Content.random(100, 3000).digest()), damaged);
    assertEquals(
        new Adoption.Report(BLOBS, bytes, 1, BLOBS + 1),
        new Adoption(store, progress, (_, _, _) -> {}).run(Long.MAX_VALUE));
  }

  @Test
  void aRunThatWasCutOffGoesOnWhereItWas() throws IOException {
    List<Digest> read = new ArrayList<>();
    for (int stop = 1; stop <= 3; stop++) {
      Adoption.Listener cutOff =
          (digest, _, _) -> {
            read.add(digest);
            if (read.size() % 5 == 0) {
              throw new IllegalStateException("cut off");
            }
          };
      assertThrows(
          IllegalStateException.class,
          () -> new Adoption(store, progress, cutOff).run(Long.MAX_VALUE));
      // Half a line, of the blob that was being read.
      Files.writeString(progress, "sha256:12", UTF_8, StandardOpenOption.APPEND);
    }
    Adoption.Report report =
        new Adoption(store, progress, (digest, _, _) -> read.add(digest)).run(Long.MAX_VALUE);
    assertEquals(new Adoption.Report(BLOBS, bytes, 1, 15), report);
    assertEquals(BLOBS + 1, read.stream().distinct().count());
    assertEquals(BLOBS + 1, read.size());
  }
}
