package dev.orlop.hold.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BlockTableTest {
  /** A block of some number, and where it lies. */
  private static StoredBlock block(int number, int place) {
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {(byte) number, (byte) (number >> 8)});
    return new StoredBlock(
        cid, new BlockLocation(place, 1000L * place, number + 1), new Tid(place));
  }

  private static void put(BlockTable.Builder table, StoredBlock block) {
    table.put(block.cid().toBytes(), block.location(), block.rev().value());
  }

  @Test
  void aTableFindsWhatAMapFindsAndNothingElse() {
    Cases.run(
        20,
        random -> {
          Map<Cid, StoredBlock> expected = new HashMap<>();
          BlockTable.Builder builder = BlockTable.builder();
          fill(builder, expected, random, 1);
          requireSame(expected, builder.build());
        });
  }

  @Test
  void aTableWithAnotherHasTheBlocksOfBothWhereTheOtherSays() {
    Cases.run(
        20,
        random -> {
          Map<Cid, StoredBlock> first = new HashMap<>();
          BlockTable.Builder old = BlockTable.builder();
          fill(old, first, random, 1);
          Map<Cid, StoredBlock> second = new HashMap<>();
          BlockTable.Builder news = BlockTable.builder();
          fill(news, second, random, 2);
          BlockTable oldTable = old.build();
          Map<Cid, StoredBlock> both = new HashMap<>(first);
          both.putAll(second);
          requireSame(both, oldTable.with(news.build()));
          requireSame(first, oldTable);
        });
  }

  private static void fill(
      BlockTable.Builder table, Map<Cid, StoredBlock> map, RandomGenerator random, int place) {
    int count = random.nextInt(3000);
    for (int i = 0; i < count; i++) {
      StoredBlock block = block(random.nextInt(4000), place);
      put(table, block);
      map.put(block.cid(), block);
    }
  }

  private static void requireSame(Map<Cid, StoredBlock> expected, BlockTable table) {
    assertEquals(expected.size(), table.size());
    for (int number = 0; number < 4000; number++) {
      Cid cid = block(number, 0).cid();
      assertEquals(Optional.ofNullable(expected.get(cid)), table.find(cid));
    }
  }
}
