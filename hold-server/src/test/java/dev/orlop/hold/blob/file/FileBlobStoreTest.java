package dev.orlop.hold.blob.file;

import static dev.orlop.hold.blob.BlobStoreContract.put;
import static dev.orlop.hold.blob.BlobStoreContract.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.disk.FaultyDisk.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileBlobStoreTest {
  @Nested
  class KeepingSmallBlobsInMemory extends BlobStoreContract {
    @Override
    protected BlobStore open(Path folder) {
      return new FileBlobStore(folder);
    }
  }

  @Nested
  class WithoutMemory extends BlobStoreContract {
    @Override
    protected BlobStore open(Path folder) {
      return new FileBlobStore(folder, Disk.REAL, SmallBlobs.Settings.OFF);
    }
  }

  private static final Content HELLO = Content.of("hello");
  private static final String PLACE =
      "docker/registry/v2/blobs/sha256/2c/"
          + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824/data";

  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  private FileBlobStore open() {
    return new FileBlobStore(folder, disk, SmallBlobs.Settings.DEFAULT);
  }

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  @Test
  void theLayoutIsThatOfTheDistributionRegistry() throws IOException {
    put(open(), HELLO);
    assertArrayEquals(HELLO.bytes(), Files.readAllBytes(folder.resolve(PLACE)));
  }

  @Test
  void aFolderOfTheDistributionRegistryIsTakenOverAsItIs() throws IOException {
    Files.createDirectories(folder.resolve(PLACE).getParent());
    Files.write(folder.resolve(PLACE), HELLO.bytes());
    // What else may lie about: a file system's own folder, a stray file, a blob without data.
    Files.createDirectories(folder.resolve("docker/registry/v2/blobs/sha256/lost+found"));
    Files.write(folder.resolve("docker/registry/v2/blobs/sha256/2c/note.txt"), new byte[3]);
    Files.write(folder.resolve("docker/registry/v2/blobs/sha256/note.txt"), new byte[3]);
    Files.createDirectories(
        folder.resolve("docker/registry/v2/blobs/sha256/2c/2c" + "00".repeat(31)));
    BlobStore store = open();
    assertArrayEquals(HELLO.bytes(), read(store.locate(HELLO.digest())));
    assertEquals(1, store.list(Optional.empty(), 10).size());
  }

  @Test
  void bytesAndNamesAreForcedInThisOrderBeforeABlobIsPublished() {
    FileBlobStore store = open();
    put(store, Content.of("to make the folders"));
    disk.forget();
    put(store, HELLO);
    List<Op> done = disk.done();
    int forced = done.indexOf(Op.FORCE);
    int moved = done.indexOf(Op.MOVE);
    assertTrue(done.indexOf(Op.WRITE) < forced && forced < moved, done.toString());
    assertTrue(done.lastIndexOf(Op.FORCE_DIRECTORY) > moved, done.toString());
  }

  @Test
  void aWayToTheTrashOrBackThatACrashInterruptsIsGoneOnTheNextTime() throws IOException {
    put(open(), HELLO);
    Crash.at(BlobStep.TRASHED);
    assertThrows(Crash.class, () -> open().trash(HELLO.digest()));
    CrashHook.unhook();
    assertInstanceOf(BlobLocation.Missing.class, open().locate(HELLO.digest()));
    Crash.at(BlobStep.RESTORED);
    assertThrows(Crash.class, () -> open().restore(HELLO.digest()));
    CrashHook.unhook();
    assertArrayEquals(HELLO.bytes(), read(open().locate(HELLO.digest())));
    assertTrue(open().trash(HELLO.digest()));
    assertTrue(open().restore(HELLO.digest()));
    assertArrayEquals(HELLO.bytes(), read(open().locate(HELLO.digest())));
  }

  @ParameterizedTest
  @EnumSource(names = {"STAGED", "FORCED", "RENAMED"})
  void aBlobThatACrashInterruptsIsThereWholeOrNotAtAll(BlobStep step) throws IOException {
    FileBlobStore store = open();
    Crash.at(step);
    StagedBlob staged = store.stage(Digest.Algorithm.SHA256);
    staged.write(HELLO.bytes(), 0, 5);
    assertThrows(Crash.class, () -> staged.publish(HELLO.digest()));
    CrashHook.unhook();
    FileBlobStore again = open();
    if (step == BlobStep.RENAMED) {
      assertArrayEquals(HELLO.bytes(), read(again.locate(HELLO.digest())));
    } else {
      assertInstanceOf(BlobLocation.Missing.class, again.locate(HELLO.digest()));
    }
    assertEquals(List.of(), staging());
    put(again, HELLO);
    assertArrayEquals(HELLO.bytes(), read(again.locate(HELLO.digest())));
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "FORCE", "CREATE_DIRECTORIES", "MOVE"})
  void aBlobThatTheDiskRefusesLeavesNothing(Op refused) throws IOException {
    FileBlobStore store = open();
    disk.refuse(op -> op == refused);
    DiskException full = assertThrows(DiskException.class, () -> put(store, HELLO));
    assertTrue(full.outOfSpace());
    disk.mend();
    assertInstanceOf(BlobLocation.Missing.class, store.locate(HELLO.digest()));
    assertEquals(List.of(), staging());
    put(store, HELLO);
    assertArrayEquals(HELLO.bytes(), read(store.locate(HELLO.digest())));
  }

  @Test
  void damageIsFoundAndPublishingAgainHealsIt() throws IOException {
    FileBlobStore store = open();
    put(store, HELLO);
    Files.writeString(folder.resolve(PLACE), "hellO");
    assertEquals(
        new BlobCheck.Damaged(Content.of("hellO").digest(), 5),
        store.verify(HELLO.digest(), Long.MAX_VALUE));
    // Somebody reads it meanwhile, and the store keeps it in memory.
    assertArrayEquals(Content.of("hellO").bytes(), read(store.locate(HELLO.digest())));
    put(store, HELLO);
    assertArrayEquals(HELLO.bytes(), read(store.locate(HELLO.digest())));
    assertEquals(new BlobCheck.Sound(5), store.verify(HELLO.digest(), Long.MAX_VALUE));
  }

  @Test
  void aSmallBlobIsReadFromTheDiskOnce() throws IOException {
    FileBlobStore store = open();
    put(store, HELLO);
    BlobLocation first = store.locate(HELLO.digest());
    Files.delete(folder.resolve(PLACE));
    assertEquals(first, store.locate(HELLO.digest()));
  }

  private List<Path> staging() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
      return files.toList();
    }
  }
}
