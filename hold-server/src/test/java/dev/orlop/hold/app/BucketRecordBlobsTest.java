package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.orlop.hold.app.backup.BackupContents;
import dev.orlop.hold.app.backup.BackupWriter;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.testkit.LocalS3;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same of a hold whose blobs lie in a bucket, and whose repos do not. */
class BucketRecordBlobsTest extends RecordBlobsHttpTest {
  @TempDir Path objects;
  private Optional<LocalS3> s3 = Optional.empty();

  @Override
  Map<String, String> settings() {
    LocalS3 started = s3.orElseGet(() -> S3World.start(objects));
    s3 = Optional.of(started);
    return Map.of(
        "STORAGE_DRIVER",
        "s3",
        "S3_BUCKET",
        S3World.BUCKET,
        "S3_ENDPOINT",
        started.endpoint().toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        LocalS3.ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY",
        LocalS3.SECRET_ACCESS_KEY);
  }

  @AfterEach
  void stopS3() {
    s3.ifPresent(LocalS3::close);
  }

  @Test
  void theBytesLieInTheBucketAndABackupListsThem() throws IOException {
    upload(alice, "text/plain", bytes(1, 1000));
    assertFalse(Files.exists(folder.resolve("record-blobs/docker")));
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("ORLOP_PUBLIC_URL", "https://hold.example.com");
    HoldConfig config = ConfigReader.read(folder, settings);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BackupContents unused =
        BackupWriter.write(config, InstantSource.system(), Optional.empty(), out);
    assertEquals(digest(bytes(1, 1000)) + "\t1000\n", entry(out.toByteArray(), "record-blobs.tsv"));
    assertEquals("", entry(out.toByteArray(), "blobs.tsv"));
  }

  private static String entry(byte[] zip, String name) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      ZipEntry entry = in.getNextEntry();
      while (entry != null && !entry.getName().equals(name)) {
        entry = in.getNextEntry();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
