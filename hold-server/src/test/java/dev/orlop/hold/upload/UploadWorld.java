package dev.orlop.hold.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.records.HoldRecords;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Reservations;
import dev.orlop.testkit.ClockAt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A folder with uploads that is opened anew at will, and the calls of a client. */
final class UploadWorld {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Did BOB = Did.parse("did:plc:z72i7hdynmk6r22z27h6tvur");
  static final String ANY_NAME = "uploads/temp-0b8f0c9e";

  /** Small enough to be reached: blobs of 1 MB in 20 parts, three uploads of 1.5 MB each. */
  static final UploadLimits LIMITS =
      new UploadLimits(
          1_000_000,
          10,
          400_000,
          20,
          3,
          1_500_000,
          2_500_000,
          Duration.ofHours(1),
          Duration.ofHours(24));

  static final Quotas UNLIMITED =
      new Quotas(
          QuotaSettings.NONE,
          new HoldRecords(new Followers()),
          new LayerIndex(),
          Reservations.NONE);

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final FaultyDisk disk = new FaultyDisk();
  final Path folder;
  BlobStore blobs;
  UploadService uploads;

  UploadWorld(Path root) {
    folder = root;
    reopen();
  }

  /** Opens the folder anew, as a restart does, whatever the former service was doing. */
  void reopen() {
    FileBlobStore files = new FileBlobStore(folder, Disk.REAL, SmallBlobs.Settings.OFF);
    blobs = files;
    uploads = new UploadService(files.uploadsFolder(), files, LIMITS, UNLIMITED, clock, disk);
  }

  String begin() {
    return begin(ALICE, ANY_NAME);
  }

  String begin(Did owner, String name) {
    return assertInstanceOf(InitiateResult.Started.class, uploads.initiate(owner, name))
        .id()
        .toString();
  }

  PartResult put(String upload, int number, byte[] bytes) {
    return put(uploads, upload, number, bytes);
  }

  /** Sends a part to a service, whatever comes of it. */
  static PartResult put(UploadService to, String upload, int number, byte[] bytes) {
    try {
      return to.writePart(
          UploadId.parse(upload).orElseThrow(),
          number,
          new ByteArrayInputStream(bytes),
          OptionalLong.of(bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a part that must be taken, and gives what to list it by. */
  PartRef send(String upload, int number, byte[] bytes) {
    PartResult.Stored stored =
        assertInstanceOf(PartResult.Stored.class, put(upload, number, bytes));
    assertEquals(bytes.length, stored.size());
    return new PartRef(number, stored.etag());
  }

  CompleteResult complete(String upload, Digest digest, PartRef... parts) {
    return uploads.complete(ALICE, upload, digest, List.of(parts));
  }

  /** Completes an upload that must become these bytes. */
  void finish(String upload, byte[] wanted, PartRef... parts) {
    Digest digest = sha256(wanted);
    assertEquals(
        new CompleteResult.Completed(new StoredBlob(digest, wanted.length)),
        complete(upload, digest, parts));
    assertStored(wanted);
  }

  void assertStored(byte[] wanted) {
    try {
      assertArrayEquals(wanted, BlobStoreContract.read(blobs.locate(sha256(wanted))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertNothingStored() {
    assertEquals(List.of(), blobs.list(Optional.empty(), 10));
  }

  void assertAbsent(Digest digest) {
    assertInstanceOf(BlobLocation.Missing.class, blobs.locate(digest));
  }

  /** That nothing is open, nothing takes room, and no file is left. */
  void assertNothingLeft() {
    assertEquals(new UploadService.Usage(0, 0), uploads.usage());
    assertEquals(List.of(), files());
  }

  /** What lies in the uploads folder. */
  List<String> files() {
    Path uploadsFolder = folder.resolve("uploads");
    try (Stream<Path> files = Files.walk(uploadsFolder)) {
      return files
          .filter(path -> !path.equals(uploadsFolder))
          .map(path -> uploadsFolder.relativize(path).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String upload, String name) {
    return folder.resolve("uploads").resolve(upload).resolve(name);
  }

  static void assertRefused(UploadError error, Object result) {
    assertEquals(error, assertInstanceOf(UploadRefused.class, result).error());
  }

  static Digest sha256(byte[] bytes) {
    return Digest.of(
        Digest.Algorithm.SHA256, Digest.Algorithm.SHA256.newMessageDigest().digest(bytes));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
