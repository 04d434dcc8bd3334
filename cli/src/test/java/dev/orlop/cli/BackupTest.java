package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** orlop backup, on the folder of a hold. */
class BackupTest {
  private static final String OWNER = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
  private static final String MEMBER = "did:plc:44ybard66vv44zksje25o7dz";

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach
  void init() throws IOException {
    shell = new Shell(directory);
    orlop("init --dir hold --public-url https://hold.example.com --owner " + OWNER).expect(0);
    orlop("crew add --dir hold --role write " + MEMBER).expect(0);
    Files.writeString(directory.resolve("pass"), "correct horse battery staple\n");
    Files.writeString(directory.resolve("other"), "another passphrase\n");
  }

  private Shell.Outcome orlop(String line) {
    return shell.run(line.split(" "));
  }

  private void backUp() {
    orlop("backup create --dir hold --file b --passphrase-file pass").expect(0);
  }

  @Test
  void aRestoredHoldHasItsKeyCaptainAndCrewAndGoesOn() throws IOException {
    DataMap made =
        orlop("backup create --dir hold --file b --passphrase-file pass -o json").expect(0).json();
    assertTrue(made.bool("encrypted").orElseThrow());
    orlop("backup restore b --dir again --passphrase-file pass").expect(0);
    assertEquals(-1, Files.mismatch(path("hold/keys/signing.key"), path("again/keys/signing.key")));
    assertTrue(orlop("crew list --dir again").expect(0).out().contains(MEMBER));
    assertTrue(orlop("captain show --dir again").expect(0).out().contains(OWNER));
    orlop("crew rm --dir again " + MEMBER).expect(0);
    orlop("repo check --dir again").expect(0);
  }

  @Test
  void aRestoredRepoIsAheadOfTheOldOne() {
    backUp();
    orlop("backup restore b --dir again --passphrase-file pass").expect(0);
    assertTrue(rev("again").compareTo(rev("hold")) > 0);
  }

  private String rev(String dir) {
    orlop("repo export --dir " + dir + " --file " + dir + ".car").expect(0);
    return orlop("repo verify -o json " + path(dir + ".car"))
        .expect(0)
        .json()
        .text("rev")
        .orElseThrow();
  }

  @Test
  void aDrillLeavesNothingBehind() {
    backUp();
    assertTrue(orlop("backup drill b --passphrase-file pass").expect(0).out().contains("verified"));
  }

  @Test
  void whatABackupSaysToTryNextWorksAsItStands() {
    String hint =
        orlop("backup create --dir hold --file b --passphrase-file pass")
            .expect(0)
            .out()
            .lines()
            .filter(line -> line.startsWith("try it out: orlop "))
            .findFirst()
            .orElseThrow();
    orlop(hint.substring("try it out: orlop ".length())).expect(0);
  }

  @Test
  void anotherPassphraseReadsNothing() {
    backUp();
    orlop("backup drill b --passphrase-file other").expect(6);
    orlop("backup restore b --dir again --passphrase-file other").expect(6);
    assertFalse(Files.exists(path("again")));
    assertFalse(Files.exists(path("again.restoring")));
  }

  @Test
  void aBackupThatWasChangedOrCutOffIsRefused() throws IOException {
    backUp();
    byte[] whole = Files.readAllBytes(path("b"));
    for (int at : new int[] {whole.length / 3, whole.length / 2, whole.length - 10}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(path("changed"), changed);
      orlop("backup drill changed --passphrase-file pass").expect(6);
      Files.write(path("cut"), Arrays.copyOf(whole, at));
      orlop("backup drill cut --passphrase-file pass").expect(6);
    }
  }

  @Test
  void withoutAPassphraseTheKeysStayWhereTheyAre() throws IOException {
    orlop("backup create --dir hold --file b.zip").expect(0);
    try (ZipFile zip = new ZipFile(path("b.zip").toFile())) {
      assertTrue(zip.stream().anyMatch(entry -> entry.getName().startsWith("repos/did:web:")));
      assertFalse(zip.stream().anyMatch(entry -> entry.getName().startsWith("keys")));
      assertFalse(zip.stream().anyMatch(entry -> entry.getName().startsWith("accounts")));
    }
    orlop("backup drill b.zip --passphrase-file pass").expect(6);
  }

  @Test
  void aFolderThatIsThereIsNotOverwritten() {
    backUp();
    orlop("backup restore b --dir hold --passphrase-file pass").expect(5);
  }

  @Test
  void nobodyElseMayReadABackup() throws IOException {
    backUp();
    assertEquals(
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
        Files.getPosixFilePermissions(path("b")));
  }

  @Test
  void gpgReadsIt() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "gpg is not here");
    backUp();
    Process gpg =
        new ProcessBuilder(
                "gpg",
                "--homedir",
                Files.createDirectory(path("gpg")).toString(),
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase-file",
                path("pass").toString(),
                "--output",
                path("clear.zip").toString(),
                "--decrypt",
                path("b").toString())
            .redirectErrorStream(true)
            .redirectOutput(path("gpg.out").toFile())
            .start();
    assertTrue(gpg.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, gpg.exitValue(), () -> path("gpg.out").toString());
    try (ZipFile zip = new ZipFile(path("clear.zip").toFile())) {
      assertTrue(zip.stream().anyMatch(entry -> entry.getName().equals("keys/signing.key")));
    }
  }

  private Path path(String name) {
    return directory.resolve(name);
  }
}
