package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLimitsTest {
  @TempDir Path folder;

  private static RecordWrite put(int number, int length) {
    DataMap record =
        DataMap.builder().put("$type", "io.example.c").put("text", "x".repeat(length)).build();
    return new RecordWrite.Put(
        RepoPath.of("io.example.c", "k" + number),
        DagCbor.encode(record.with("n", number(number))));
  }

  private static DataValue number(int number) {
    return new DataValue.Int(number);
  }

  private static List<RecordWrite> puts(int count, int length) {
    return IntStream.range(0, count).mapToObj(number -> put(number, length)).toList();
  }

  @Test
  void whatTheNetworkWouldNotTakeIsRefusedAndNothingIsWritten() {
    try (RepoWorld world = new RepoWorld(folder)) {
      RepoState before = world.repo().head();
      for (List<RecordWrite> writes :
          List.of(puts(201, 10), puts(1, 1_000_001), puts(3, 700_000))) {
        assertInstanceOf(
            CommitResult.TooLarge.class, world.repo().commit(CommitRequest.of(writes)));
        assertEquals(before, world.repo().head());
      }
      assertEquals(List.of(), world.told());
    }
  }

  @Test
  void whatTheNetworkJustTakesIsWritten() {
    try (RepoWorld world = new RepoWorld(folder)) {
      for (List<RecordWrite> writes : List.of(puts(200, 10), puts(1, 999_000), puts(2, 900_000))) {
        assertInstanceOf(
            CommitResult.Committed.class, world.repo().commit(CommitRequest.of(writes)));
      }
      assertEquals(3, world.told().size());
    }
  }
}
