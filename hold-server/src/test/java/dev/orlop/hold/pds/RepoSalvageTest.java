package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.car.LogReplacement;
import dev.orlop.hold.store.car.LogScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoSalvageTest {
  private static final Repos.Settings SMALL_SEGMENTS = new Repos.Settings(20_000, 100);

  @TempDir Path folder;
  private Map<RepoPath, Cid> model = new TreeMap<>();

  /** A history of creates, updates and deletes over several segments; gives the log's folder. */
  private Path history(int commits) {
    Random random = new Random(4711);
    try (RepoWorld world = new RepoWorld(folder, SMALL_SEGMENTS)) {
      for (int i = 0; i < commits; i++) {
        var write =
            random.nextInt(4) == 0
                ? RepoWorld.delete(random.nextInt(60))
                : RepoWorld.put(random.nextInt(60), i);
        world.repo().commit(CommitRequest.of(write).withMark("mark", i));
        model = RepoWorld.after(model, List.of(write));
      }
      return world.repos().folder(RepoWorld.DID);
    }
  }

  private static RepoSalvage.Findings examine(Path log) throws IOException {
    try (LogScan scan = LogScan.of(log)) {
      return RepoSalvage.examine(RepoWorld.DID, scan);
    }
  }

  @Test
  void aWholeLogIsSoundAndHoldsAllRecords() throws IOException {
    RepoSalvage.Findings found = examine(history(200));
    assertTrue(found.isSound());
    assertEquals(model, found.records());
    assertEquals(Map.of("mark", 199L), found.marks());
    assertEquals(List.of(), found.damage());
  }

  @Test
  void aTornEndIsNoDamage() throws IOException {
    Path log = history(50);
    Path last = segments(log).getLast();
    byte[] bytes = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(bytes, bytes.length - 10));
    RepoSalvage.Findings found = examine(log);
    assertTrue(found.isSound());
    assertTrue(found.damage().getFirst().torn());
  }

  @Test
  void whateverByteIsWrongNoMoreThanItsOwnRecordIsLost() throws IOException {
    Path log = history(120);
    Random random = new Random(1);
    boolean someLost = false;
    boolean someNodesMissing = false;
    for (int i = 0; i < 300; i++) {
      Path segment = segments(log).get(random.nextInt(segments(log).size()));
      byte[] whole = Files.readAllBytes(segment);
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(segment, damaged);
      RepoSalvage.Findings found = examine(log);
      assertTrue(found.lost().size() <= 1);
      Map<RepoPath, Cid> known = new TreeMap<>(found.records());
      known.putAll(found.lost());
      assertEquals(model, known);
      someLost |= !found.lost().isEmpty();
      someNodesMissing |= !found.missingNodes().isEmpty();
      Files.write(segment, whole);
    }
    assertTrue(someLost && someNodesMissing);
  }

  @Test
  void aLogFullOfHolesIsReplacedByOneThatVerifies() throws IOException {
    Path log = history(200);
    damage(log, new Random(2), 40);
    Path kept = log.resolve("damaged");
    Map<Path, byte[]> before = contents(log);
    RepoSalvage.Findings found = examine(log);
    assertFalse(found.isSound());
    assertFalse(found.records().isEmpty());
    replace(log, kept, found);
    deleteIndex();
    try (RepoWorld world = new RepoWorld(folder, SMALL_SEGMENTS)) {
      world.check(found.records());
      assertTrue(world.repo().head().rev().compareTo(found.head().rev()) > 0);
      assertEquals(199, world.repo().mark("mark").orElseThrow());
      world.repo().commit(CommitRequest.of(RepoWorld.put(1, 4711)));
      world.check(RepoWorld.after(found.records(), List.of(RepoWorld.put(1, 4711))));
    }
    before.forEach(
        (file, bytes) -> {
          try {
            Path copy = kept.resolve(file.getFileName());
            assertEquals(0, Arrays.compare(bytes, Files.readAllBytes(copy)));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertTrue(examine(log).isSound());
  }

  @Test
  void theTreeNeedNotBeThereAtAll() throws IOException {
    Path log = history(100);
    RepoSalvage.Findings whole = examine(log);
    overwrite(log, whole.head().data());
    overwrite(log, whole.head().commit());
    RepoSalvage.Findings found = examine(log);
    assertEquals(List.of(whole.head().data()), found.missingNodes());
    assertTrue(found.headMissing());
    assertEquals(model, found.records());
  }

  @Test
  void ofALogWithoutATrailerNothingIsMadeUp() throws IOException {
    Path log = history(1);
    Path segment = segments(log).getFirst();
    byte[] bytes = Files.readAllBytes(segment);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0);
    Files.write(segment, bytes);
    assertThrows(StoreDamagedException.class, () -> examine(log));
  }

  private static void replace(Path log, Path kept, RepoSalvage.Findings found) throws IOException {
    try (LogScan scan = LogScan.of(log)) {
      Tid rev = new Tid(found.head().rev().value() + 1024);
      SalvagedRepo repo = new SalvagedRepo(scan, found, RepoWorld.KEY, rev, 0);
      LogReplacement.replace(Disk.REAL, log, kept, repo);
    }
  }

  /** Puts holes into a log, none of them at the very end. */
  private static void damage(Path log, Random random, int holes) throws IOException {
    for (int i = 0; i < holes; i++) {
      Path segment = segments(log).get(random.nextInt(segments(log).size()));
      byte[] bytes = Files.readAllBytes(segment);
      int at = random.nextInt(bytes.length - 2000);
      Arrays.fill(bytes, at, at + 1 + random.nextInt(200), (byte) random.nextInt());
      Files.write(segment, bytes);
    }
  }

  /** Spoils a block, wherever in a log it is; what merely names it stays as it is. */
  private static void overwrite(Path log, Cid cid) throws IOException {
    byte[] wanted = cid.toBytes();
    for (Path segment : segments(log)) {
      byte[] bytes = Files.readAllBytes(segment);
      for (int at = 2; at + wanted.length < bytes.length; at++) {
        if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)
            && isFrame(bytes, at, cid)) {
          bytes[at + wanted.length] ^= 1;
        }
      }
      Files.write(segment, bytes);
    }
  }

  /** Whether the block of a CID follows it; frames of this test are of one or two length bytes. */
  private static boolean isFrame(byte[] bytes, int at, Cid cid) {
    int oneByte = bytes[at - 1];
    int twoBytes = (bytes[at - 2] & 0x7f) | (bytes[at - 1] << 7);
    return IntStream.of(oneByte, twoBytes)
        .filter(length -> length > Cid.BYTES && at + length <= bytes.length)
        .anyMatch(length -> cid.matches(Arrays.copyOfRange(bytes, at + Cid.BYTES, at + length)));
  }

  private static List<Path> segments(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.filter(file -> file.toString().endsWith(".car")).sorted().toList();
    }
  }

  private static Map<Path, byte[]> contents(Path log) throws IOException {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path segment : segments(log)) {
      contents.put(segment, Files.readAllBytes(segment));
    }
    return contents;
  }

  private void deleteIndex() throws IOException {
    Files.deleteIfExists(folder.resolve("index/index.mv.db"));
  }
}
