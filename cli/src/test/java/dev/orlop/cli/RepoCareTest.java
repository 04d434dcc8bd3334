package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** orlop repo check and repair, on the folder of a hold that does not run. */
class RepoCareTest {
  private static final String OWNER = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

  @TempDir Path directory;
  private Shell shell;
  private String hold;

  @BeforeEach
  void init() {
    shell = new Shell(directory);
    hold = directory.resolve("hold").toString();
    shell
        .run("init", "--dir", hold, "--owner", OWNER, "--public-url", "https://hold.example.com")
        .expect(0);
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(hold, "repos"))) {
      return files.filter(file -> file.toString().endsWith(".car")).findFirst().orElseThrow();
    }
  }

  /** Spoils a record that is in a repo from its beginning, by a byte of its owner's name. */
  private void damage() throws IOException {
    byte[] bytes = Files.readAllBytes(segment());
    bytes[new String(bytes, ISO_8859_1).indexOf(OWNER)] ^= 1;
    Files.write(segment(), bytes);
  }

  @Test
  void aWholeRepoIsFoundSoundAndNotTouched() throws IOException {
    byte[] before = Files.readAllBytes(segment());
    DataMap checked = shell.run("repo", "check", "--dir", hold, "-o", "json").expect(0).json();
    assertEquals(1, checked.array("repos").orElseThrow().size());
    assertTrue(shell.out("repo", "repair", "--dir", hold).contains("nothing to repair"));
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(segment())));
  }

  @Test
  void aDamagedRepoIsToldOfAndRepairedAndTheOldFilesAreKept() throws IOException {
    damage();
    Shell.Outcome found = shell.run("repo", "check", "--dir", hold).expect(6);
    assertTrue(found.out().contains("LOST: the record io.atcr.hold."), found.out());
    assertTrue(found.err().contains("orlop repo repair"), found.err());

    DataMap done = shell.run("repo", "repair", "--dir", hold, "-o", "json").expect(0).json();
    assertTrue(done.bool("repaired").orElseThrow());
    assertTrue(Files.isDirectory(Path.of(done.text("kept").orElseThrow())));

    shell.run("repo", "check", "--dir", hold).expect(0);
    Path export = directory.resolve("export.car");
    shell.run("repo", "export", "--dir", hold, "--file", export.toString()).expect(0);
    assertTrue(shell.out("repo", "verify", export.toString()).contains("valid"));
  }
}
