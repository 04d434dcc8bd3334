package dev.orlop.hold.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.pds.records.LayerRecord.Role;
import dev.orlop.testkit.Heap;
import org.junit.jupiter.api.Test;

/** Held against a bound that is far above what it takes, so that a waste is seen and no noise. */
class LayerIndexSizeTest {
  private static final int RECORDS = Integer.getInteger("orlop.layer-records", 100_000);
  private static final int BYTES_PER_RECORD = 300;

  @Test
  void aRecordTakesFewBytes() {
    long before = Heap.bytesInUse();
    Holdings holdings = new Holdings();
    for (int i = 0; i < RECORDS; i++) {
      // Eight records for a manifest, half of them of a base image that it shares.
      int manifest = i / 8;
      String blob = i % 8 < 4 ? "base " + manifest % 1000 + i % 8 : "own " + i;
      Did user = Did.parse("did:plc:user2345user2345user" + digits(manifest / 50));
      holdings.put(
          RecordKey.of(new Tid(1_700_000_000_000_000_000L + i)),
          LayerWorld.layer(
              user,
              "repo-" + manifest % 50 / 10,
              "manifest " + manifest,
              blob,
              i % 8 == 4 ? Role.CONFIG : Role.LAYER));
    }
    long perRecord = (Heap.bytesInUse() - before) / RECORDS;
    assertEquals(RECORDS, holdings.totals().records());
    System.Logger log = System.getLogger(LayerIndexSizeTest.class.getName());
    log.log(System.Logger.Level.INFO, "{0} bytes for each of {1} records", perRecord, RECORDS);
    assertTrue(perRecord < BYTES_PER_RECORD, perRecord + " bytes for a record");
  }

  private static String digits(int number) {
    StringBuilder text = new StringBuilder();
    for (int shift = 0; shift < 4; shift++) {
      text.append((char) ('a' + (number >> (4 * shift) & 15)));
    }
    return text.toString();
  }
}
