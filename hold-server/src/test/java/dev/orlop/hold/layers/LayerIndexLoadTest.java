package dev.orlop.hold.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.hold.pds.records.LayerRecord.Role;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads all records at the start. {@code -Dorlop.layer-records=1000000} for a measurement, which is
 * logged.
 */
class LayerIndexLoadTest {
  private static final int RECORDS = Integer.getInteger("orlop.layer-records", 3_800);
  private static final int WRITES = 190;

  @TempDir Path folder;

  private static RecordWrite write(int number) {
    Did user =
        Did.parse("did:plc:user2345user2345user" + (number / 400 % 2 == 0 ? "aaaa" : "bbbb"));
    RecordKey key = RecordKey.of(new Tid(1_700_000_000_000_000_000L + number));
    return new RecordWrite.Create(
        new RepoPath(Nsids.HOLD_LAYER, key),
        DagCbor.encode(
            LayerWorld.layer(
                    user,
                    "repo-" + number / 80 % 10,
                    "manifest " + number / 8,
                    number % 8 < 4 ? "base " + number % 4000 : "own " + number,
                    number % 8 == 4 ? Role.CONFIG : Role.LAYER)
                .toData()));
  }

  @Test
  void anIndexThatIsLoadedKnowsAllRecords() {
    try (LayerWorld world = new LayerWorld(folder)) {
      for (int from = 0; from < RECORDS; from += WRITES) {
        world.commit(
            IntStream.range(from, Math.min(from + WRITES, RECORDS))
                .mapToObj(LayerIndexLoadTest::write)
                .toArray(RecordWrite[]::new));
      }
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      LayerIndex loaded = world.loaded();
      System.Logger log = System.getLogger(LayerIndexLoadTest.class.getName());
      log.log(
          System.Logger.Level.INFO,
          "{0} records read in {1} ms, {2} of them at work",
          RECORDS,
          (System.nanoTime() - start) / 1_000_000,
          (threads.getCurrentThreadCpuTime() - cpu) / 1_000_000);
      assertEquals(RECORDS, loaded.totals().records());
      assertEquals(world.index.totals(), loaded.totals());
    }
  }
}
