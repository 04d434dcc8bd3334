package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.devnet.DevnetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** orlop gc and orlop scrub, on a devnet that runs. */
class GcCommandsTest extends WithDevnet {
  /** A blob that somebody pushed long ago and nobody names. */
  private Digest leaveGarbage(byte[] bytes) throws IOException {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, bytes);
    Path file = place(digest);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, bytes);
    age(file);
    return digest;
  }

  private Path place(Digest digest) {
    return blobs()
        .resolve("docker/registry/v2/blobs/sha256")
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex())
        .resolve("data");
  }

  private Path blobs() {
    return new DevnetFolder(folder()).hold().resolve("blobs");
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
  }

  /** The same plan, as if it had been made some hours ago. */
  private void makeOlder(Path file) throws IOException {
    DataMap plan = DataJson.parse(Files.readAllBytes(file));
    String planned = Datetime.of(Instant.now().minus(Duration.ofHours(5))).toString();
    Files.writeString(
        file, Files.readString(file).replace(plan.text("planned").orElseThrow(), planned));
  }

  @Test
  void aPlanIsMadeLookedAtAppliedReportedAndUndone() throws IOException {
    Digest garbage = leaveGarbage(new byte[] {1, 2, 3});
    Path file = directory.resolve("plan.json");
    assertTrue(orlop("gc", "plan", "-o", "plan.json").expect(0).out().contains(garbage.toString()));
    DataMap plan = DataJson.parse(Files.readAllBytes(file));
    assertEquals(1, plan.integer("count").orElseThrow());
    assertEquals(3, plan.integer("bytes").orElseThrow());
    orlop("gc", "apply", "plan.json").expect(5);
    makeOlder(file);
    DataMap done = orlop("gc", "apply", "plan.json", "-o", "json").expect(0).json();
    assertEquals(1, done.integer("count").orElseThrow());
    assertTrue(!Files.exists(place(garbage)));
    DataMap report = orlop("gc", "report", "-o", "json").expect(0).json();
    assertEquals(1, report.array("receipts").orElseThrow().size());
    assertEquals(1, report.map("status").orElseThrow().integer("trashBlobs").orElseThrow());
    assertTrue(orlop("gc", "report").expect(0).out().contains("in the trash: 1 blobs"));
    orlop("gc", "undelete").expect(2);
    orlop("gc", "undelete", garbage.toString()).expect(0);
    assertTrue(Files.exists(place(garbage)));
    orlop("gc", "undelete", garbage.toString()).expect(3);
    orlop("gc", "undelete", "--all").expect(0);
    orlop("gc", "apply", "nothing.json").expect(3);
  }

  @Test
  void anImageThatWasPushedStraightToTheHoldIsNoGarbageNorAreItsManifests() throws IOException {
    Path image = SmallImage.write(directory.resolve("image"), 1).folder();
    orlop("push", image.toString(), "alice.test/app:1").expect(0);
    devnet.close();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        if (path.toString().endsWith(".leases")) {
          Files.delete(path);
        } else if (path.endsWith("data")) {
          age(path);
        }
      }
    }
    open();
    DataMap plan = orlop("gc", "plan", "-o", "json").expect(0).json();
    assertEquals(7, plan.integer("scannedBlobs").orElseThrow());
    assertEquals(0, plan.integer("count").orElseThrow(), plan::toString);
  }

  @Test
  void aScrubFindsWhatIsDamagedAndWhatIsMissing() throws IOException {
    Path image = SmallImage.write(directory.resolve("image"), 1).folder();
    orlop("push", image.toString(), "alice.test/app:1").expect(0);
    DataMap sound = orlop("scrub", "-o", "json").expect(0).json();
    assertEquals(7, sound.integer("checked").orElseThrow());
    Digest damaged = leaveGarbage(new byte[] {1, 2, 3});
    Files.write(place(damaged), new byte[] {4}, StandardOpenOption.APPEND);
    List<Path> layers;
    try (Stream<Path> files = Files.walk(blobs())) {
      layers = files.filter(path -> path.endsWith("data") && size(path) == 100_000).toList();
    }
    Files.delete(layers.getFirst());
    Shell.Outcome found = orlop("scrub", "-o", "json").expect(6);
    assertEquals(List.of(damaged.toString()), texts(found.json(), "damaged"));
    assertEquals(
        List.of("sha256:" + layers.getFirst().getName(layers.getFirst().getNameCount() - 2)),
        texts(found.json(), "missing"));
    orlop("scrub", "--sample", "0").expect(2);
    orlop("scrub", "--sample", "50%").expect(6);
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static List<String> texts(DataMap map, String field) {
    return map.array(field).orElseThrow().stream()
        .map(value -> ((DataValue.Text) value).value())
        .toList();
  }
}
