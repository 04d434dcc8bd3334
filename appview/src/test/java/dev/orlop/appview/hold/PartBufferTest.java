package dev.orlop.appview.hold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartBufferTest {
  private final PartMemory memory = new PartMemory(64L << 20);

  private static byte[] sent(PartBuffer part) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer bytes : part.bytes()) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      all.writeBytes(copy);
    }
    return all.toByteArray();
  }

  /** In pieces of random sizes; returns how many bytes the buffer took. */
  private static int fill(PartBuffer part, byte[] bytes, SplittableRandom random) {
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(bytes.length - at, random.nextInt(1, 200_000));
      int end = at + count;
      while (at < end) {
        int taken = part.put(bytes, at, end - at);
        if (taken == 0) {
          return at;
        }
        at += taken;
      }
    }
    return at;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 65_535, 65_536, 65_537, 1_048_575, 1_048_576, 1_048_577, 8_388_607, 8_388_608})
  void whatWasPutComesOutAlsoOfBlocksThatWereUsedBefore(int size) {
    for (int round = 0; round < 3; round++) {
      SplittableRandom random = new SplittableRandom(size + round);
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      PartBuffer neighbour = new PartBuffer(memory);
      fill(neighbour, new byte[300_000], random);
      PartBuffer part = new PartBuffer(memory);
      assertEquals(size, fill(part, bytes, random));
      assertEquals(size, part.upload().length());
      assertArrayEquals(bytes, sent(part));
      part.release();
      neighbour.release();
      assertEquals(0, memory.usedBytes());
    }
  }

  @Test
  void aFullPartTakesNoMore() {
    PartBuffer part = new PartBuffer(memory);
    byte[] bytes = new byte[PartBuffer.MAX_BYTES + 1];
    assertEquals(PartBuffer.MAX_BYTES, fill(part, bytes, new SplittableRandom(1)));
    assertTrue(part.isFull());
    assertEquals(0, part.put(bytes, 0, 1));
    part.release();
  }

  @Test
  void aBlockIsUsedAgainOnlyWhileSomebodyUploads() {
    PartBuffer staying = new PartBuffer(memory);
    fill(staying, new byte[1], new SplittableRandom(1));
    memory.take(1);
    byte[] block = memory.block();
    memory.giveBack(1, List.of(block));
    memory.take(1);
    assertTrue(memory.block() == block);
    memory.giveBack(1, List.of(block));
    staying.release();
    memory.take(1);
    assertTrue(memory.block() != block);
    memory.giveBack(1, List.of());
  }
}
