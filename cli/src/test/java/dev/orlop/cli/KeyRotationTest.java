package dev.orlop.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** orlop key, on the folder of a hold. */
class KeyRotationTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void init() {
    shell = new Shell(directory);
    orlop(
            "init --dir hold --public-url https://hold.example.com"
                + " --owner did:plc:ewvi7nxzyoun6zhxrhs64oiz")
        .expect(0);
  }

  private Shell.Outcome orlop(String line) {
    return shell.run(line.split(" "));
  }

  private String key() {
    return orlop("key show --dir hold").expect(0).out().strip();
  }

  private DataMap verified(String key) {
    orlop("repo export --dir hold --file hold.car").expect(0);
    return orlop("repo verify -o json --key " + key + " " + directory.resolve("hold.car"))
        .expect(0)
        .json();
  }

  @Test
  void theRepoVerifiesWithTheNewKeyAndHasANewRev() throws IOException {
    String before = key();
    String rev = verified(before).text("rev").orElseThrow();
    DataMap done = orlop("key rotate --dir hold -o json").expect(0).json();
    assertEquals(before, done.text("before").orElseThrow());
    assertNotEquals(before, key());
    assertEquals(key(), done.text("after").orElseThrow());
    assertTrue(verified(key()).text("rev").orElseThrow().compareTo(rev) > 0);
    Path kept = Path.of(done.text("kept").orElseThrow());
    assertEquals(2, Files.getPosixFilePermissions(kept).size());
  }

  @Test
  void aKeyThatIsExchangedByHandIsTakenUpAsWell() throws IOException {
    orlop(
            "init --dir other --public-url https://o.example.com --owner did:plc:ewvi7nxzyoun6zhxrhs64oiz")
        .expect(0);
    Files.copy(
        directory.resolve("other/keys/signing.key"),
        directory.resolve("hold/keys/signing.key"),
        REPLACE_EXISTING);
    assertEquals("valid", verified(key()).text("signature").orElseThrow());
  }
}
