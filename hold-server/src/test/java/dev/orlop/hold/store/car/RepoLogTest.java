package dev.orlop.hold.store.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.SnapshotRevs;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoLogTest {
  @TempDir Path folder;

  private final FaultyDisk disk = new FaultyDisk();

  private RepoLog open() {
    return open(1 << 20);
  }

  private RepoLog open(long maxSegmentBytes) {
    return RepoLog.open(disk, folder, maxSegmentBytes, LogPosition.START);
  }

  /** A group of one block; groups of numbers with as many digits are of one length. */
  private static RepoLog.Append group(int number) {
    byte[] block = block(number);
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    return new RepoLog.Append(Map.of(cid, block), Map.of(), trailer(number, cid, Optional.empty()));
  }

  private static byte[] block(int number) {
    // A record may say of itself what it likes.
    return DagCbor.encode(
        DataMap.builder()
            .put("$type", Trailer.TYPE)
            .put("number", "%06d".formatted(number))
            .build());
  }

  private static Trailer trailer(int number, Cid commit, Optional<SnapshotRevs> snapshot) {
    return new Trailer(
        1_000_000 + number,
        1_000_000,
        commit,
        new Tid((number + 1L) << 10),
        commit,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        snapshot,
        0);
  }

  private static List<Long> seqs(RepoLog log) {
    List<Long> seqs = new ArrayList<>();
    log.replay(LogPosition.START, group -> seqs.add(group.trailer().seq() - 1_000_000));
    return seqs;
  }

  private Path segment(int number) {
    return folder.resolve("%08d.car".formatted(number));
  }

  @Test
  void groupsAreReplayedAsTheyWereAppendedOverSegments() {
    List<Group> appended = new ArrayList<>();
    try (RepoLog log = open(500)) {
      for (int i = 0; i < 10; i++) {
        appended.addAll(log.append(List.of(group(2 * i), group(2 * i + 1))));
      }
      assertTrue(Files.exists(segment(3)));
    }
    try (RepoLog log = open(500)) {
      List<Group> replayed = new ArrayList<>();
      log.replay(LogPosition.START, replayed::add);
      assertEquals(
          appended.stream().map(Group::blocks).toList(),
          replayed.stream().map(Group::blocks).toList());
      assertEquals(
          appended.stream().map(Group::start).toList(),
          replayed.stream().map(Group::start).toList());
      for (int i = 0; i < 20; i++) {
        List<Group> rest = new ArrayList<>();
        log.replay(appended.get(i).end(), rest::add);
        assertEquals(19 - i, rest.size());
      }
    }
  }

  @Test
  void whatCouldNotBeCutOffAtOnceIsCutOffBeforeTheNextAppend() {
    try (RepoLog log = open()) {
      log.append(List.of(group(0)));
      // The bytes are written, and neither forced nor taken away again.
      disk.refuse(op -> op == FaultyDisk.Op.FORCE || op == FaultyDisk.Op.TRUNCATE);
      assertThrows(
          StoreFailedException.class, () -> log.append(List.of(group(1), group(2), group(3))));
      assertEquals(List.of(0L), seqs(log));
      disk.mend();
      // As long as the first of those that failed: the others would follow on it.
      log.append(List.of(group(4)));
    }
    try (RepoLog log = open()) {
      assertEquals(List.of(0L, 4L), seqs(log));
    }
  }

  @Test
  void aSegmentThatCannotBeBegunIsBegunByTheNextAppend() {
    try (RepoLog log = open(100)) {
      log.append(List.of(group(0)));
      for (FaultyDisk.Op refused :
          List.of(
              FaultyDisk.Op.OPEN,
              FaultyDisk.Op.WRITE,
              FaultyDisk.Op.FORCE,
              FaultyDisk.Op.FORCE_DIRECTORY)) {
        disk.refuse(op -> op == refused);
        assertThrows(StoreFailedException.class, () -> log.append(List.of(group(1))));
      }
      disk.mend();
      log.append(List.of(group(2)));
    }
    try (RepoLog log = open(100)) {
      assertEquals(List.of(0L, 2L), seqs(log));
    }
  }

  @Test
  void aBatchOfWhichTheLastPartReachedTheDiskAndTheFirstDidNotIsCutOff() throws IOException {
    long end;
    try (RepoLog log = open()) {
      log.append(List.of(group(0)));
      end = log.end().offset();
      log.append(List.of(group(1), group(2), group(3)));
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    Arrays.fill(bytes, (int) end, (int) end + 60, (byte) 0);
    Files.write(segment(1), bytes);
    try (RepoLog log = open()) {
      assertEquals(List.of(0L), seqs(log));
    }
    assertTrue(Files.exists(folder.resolve("00000001.car.cut-" + end)));
  }

  @Test
  void aPlaceThatWasOnDiskOnceAndCannotBeReadIsDamage() throws IOException {
    long end;
    try (RepoLog log = open()) {
      log.append(List.of(group(0)));
      end = log.end().offset();
      log.append(List.of(group(1)));
      log.append(List.of(group(2)));
    }
    byte[] bytes = Files.readAllBytes(segment(1));
    Arrays.fill(bytes, (int) end, (int) end + 60, (byte) 0);
    Files.write(segment(1), bytes);
    assertThrows(StoreDamagedException.class, this::open);
    assertArrayEquals(bytes, Files.readAllBytes(segment(1)));
  }

  @Test
  void aMissingSegmentIsDamage() throws IOException {
    try (RepoLog log = open(100)) {
      for (int i = 0; i < 4; i++) {
        log.append(List.of(group(i)));
      }
    }
    Files.delete(segment(2));
    assertThrows(StoreDamagedException.class, () -> open(100));
  }

  @Test
  void aReaderReadsWhatItWasToldUntilItIsClosedThroughCompactions() {
    try (RepoLog log = open()) {
      List<BlockLocation> places = new ArrayList<>();
      try (LogReader reader = log.reader()) {
        for (int round = 0; round < 3; round++) {
          Group group = log.append(List.of(group(round))).getFirst();
          places.addAll(group.blocks().values());
          compact(log, 10 + round);
        }
        for (int round = 0; round < 3; round++) {
          assertArrayEquals(block(round), reader.read(places.get(round)));
        }
        try (LogReader later = log.reader()) {
          assertTrue(Files.exists(segment(1)));
          later.read(log.append(List.of(group(9))).getFirst().blocks().values().iterator().next());
        }
        assertTrue(Files.exists(segment(1)));
      }
      assertTrue(Files.notExists(segment(1)));
      assertTrue(Files.notExists(segment(3)));
      try (LogReader reader = log.reader()) {
        assertThrows(StoreDamagedException.class, () -> reader.read(places.getFirst()));
      }
      assertEquals(List.of(12L, 9L), seqs(log));
    }
  }

  private static void compact(RepoLog log, int number) {
    byte[] block = block(number);
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    Group group =
        log.compact(
            sink -> {
              sink.accept(cid, block);
              return trailer(number, cid, Optional.of(SnapshotRevs.of(List.of(new Tid(1 << 10)))));
            });
    log.retireBefore(group.start().segment());
  }

  @Test
  void aReaderThatIsInterruptedStopsNobodyElse() {
    try (RepoLog log = open()) {
      BlockLocation place =
          log.append(List.of(group(0))).getFirst().blocks().values().iterator().next();
      try (LogReader reader = log.reader()) {
        Thread.currentThread().interrupt();
        try {
          assertThrows(StoreFailedException.class, () -> reader.read(place));
        } finally {
          assertTrue(Thread.interrupted());
        }
        assertArrayEquals(block(0), reader.read(place));
        log.append(List.of(group(1)));
      }
      assertEquals(List.of(0L, 1L), seqs(log));
    }
  }
}
