package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** orlop doctor s3 and orlop blob adopt. */
class BucketCommandsTest {
  private static final String BUCKET = "images";

  @TempDir Path directory;
  private LocalS3 s3;
  private String hold;

  @BeforeEach
  void init() throws IOException {
    s3 = LocalS3.start(Files.createDirectory(directory.resolve("s3"))).withBucket(BUCKET);
    hold = directory.resolve("hold").toString();
    new Shell(directory)
        .run(
            "init",
            "--dir",
            hold,
            "--owner",
            "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
            "--public-url",
            "https://hold.example.com")
        .expect(0);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private Shell shell(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STORAGE_DRIVER", "s3");
    environment.put("S3_BUCKET", BUCKET);
    environment.put("S3_ENDPOINT", s3.endpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_ACCESS_KEY);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Shell(directory, environment);
  }

  /** Puts a blob where another registry has its own, and gives its digest. */
  private static Digest blob(Path root, String content, String bytes) throws IOException {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, content.getBytes(StandardCharsets.UTF_8));
    Path file =
        root.resolve("docker/registry/v2/blobs/sha256")
            .resolve(digest.hex().substring(0, 2))
            .resolve(digest.hex())
            .resolve("data");
    Files.createDirectories(file.getParent());
    Files.writeString(file, bytes);
    return digest;
  }

  @Test
  void theDoctorFindsAGoodBucketGood() {
    Shell.Outcome found = shell().run("doctor", "s3", "--dir", hold).expect(0);
    assertTrue(found.out().contains("presigned HEAD"), found.out());
    assertFalse(found.out().contains(LocalS3.SECRET_ACCESS_KEY), found.out());
  }

  @Test
  void theDoctorSaysWhatIsWrongAndWhatToDo() {
    Shell.Outcome gone =
        shell("S3_BUCKET", "no-such-bucket").run("doctor", "s3", "--dir", hold).expect(1);
    assertTrue(gone.out().contains("make the bucket no-such-bucket"), gone.out());
    Shell.Outcome denied =
        shell("AWS_SECRET_ACCESS_KEY", "wrong-secret").run("doctor", "s3", "--dir", hold).expect(1);
    assertTrue(denied.err().contains("correct the credentials"), denied.err());
    assertFalse((denied.out() + denied.err()).contains("wrong-secret"));
    assertTrue(
        shell("STORAGE_DRIVER", "file")
            .run("doctor", "s3", "--dir", hold)
            .expect(2)
            .err()
            .contains("s3"));
    assertTrue(
        shell("AWS_SECRET_ACCESS_KEY", "")
            .run("doctor", "s3", "--dir", hold)
            .expect(2)
            .err()
            .contains("one without the other"));
  }

  @Test
  void theBucketOfAnotherRegistryIsTakenOverAsItIs() throws IOException {
    Path bucket = directory.resolve("s3").resolve(BUCKET);
    Digest one = blob(bucket, "one", "one");
    DataMap report = shell().run("blob", "adopt", "--dir", hold, "-o", "json").expect(0).json();
    assertEquals(1, report.integer("sound").orElseThrow());
    Digest two = blob(bucket, "two", "not two");
    Files.delete(Path.of(report.text("progress").orElseThrow()));
    Shell.Outcome damaged = shell().run("blob", "adopt", "--dir", hold, "-o", "json").expect(6);
    assertEquals(1, damaged.json().integer("sound").orElseThrow());
    assertEquals(1, damaged.json().integer("damaged").orElseThrow());
    assertTrue(damaged.err().contains(two.toString()), damaged.err());
    assertFalse(damaged.err().contains(one.toString()), damaged.err());
  }

  @Test
  void theFolderOfAnotherRegistryIsCopiedIntoTheBucket() throws IOException {
    Path other = directory.resolve("other");
    var _ = blob(other, "one", "one");
    var _ = blob(other, "two", "two");
    for (int copied : new int[] {2, 0}) {
      DataMap report =
          shell()
              .run("blob", "adopt", "--dir", hold, "--from", "other", "-o", "json")
              .expect(0)
              .json();
      assertEquals(copied, report.integer("copied").orElseThrow());
      assertEquals(2, report.integer("sound").orElseThrow());
    }
  }
}
