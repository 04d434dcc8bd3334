package dev.orlop.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CarReaderTest {
  @Test
  void blocksOfAnySizeComeThroughStreamsThatGiveLittleAtATime() {
    Cases.run(
        30,
        random -> {
          List<CarBlock> blocks = randomBlocks(random);
          byte[] car = car(blocks);
          int most = random.nextInt(1, 100_000);
          try (CarReader reader = new CarReader(trickle(car, most), CarLimits.DEFAULT)) {
            for (CarBlock block : blocks) {
              CarBlock read = reader.next();
              assertEquals(block.cid(), read == null ? null : read.cid());
              assertArrayEquals(block.data(), read == null ? null : read.data());
            }
            assertNull(reader.next());
            assertEquals(car.length, reader.position());
          }
        });
  }

  @Test
  void visitorsSeeTheSameBlocks() {
    Cases.run(
        10,
        random -> {
          List<CarBlock> blocks = randomBlocks(random);
          List<CarBlock> seen = new ArrayList<>();
          try (CarReader reader = open(car(blocks))) {
            while (reader.next(
                (cid, buffer, offset, length) ->
                    seen.add(
                        new CarBlock(cid, Arrays.copyOfRange(buffer, offset, offset + length))))) {
              assertTrue(seen.size() <= blocks.size());
            }
          }
          assertEquals(blocks.stream().map(CarBlock::cid).toList(), cids(seen));
          seen.forEach(block -> assertTrue(block.cid().matches(block.data())));
        });
  }

  @Test
  void aDamagedBlockIsNamedAndTheNextOneCanBeRead() throws IOException {
    List<CarBlock> blocks = List.of(block(10, 1), block(100_000, 2), block(10, 3));
    byte[] car = car(blocks);
    car[car.length - 20] ^= 1;
    car[200] ^= 1;
    try (CarReader reader = open(car)) {
      assertEquals(blocks.getFirst().cid(), next(reader));
      assertEquals(
          blocks.get(1).cid(), assertThrows(CidMismatchException.class, () -> reader.next()).cid());
      assertThrows(CarFormatException.class, () -> reader.next());
      assertNull(reader.next());
    }
  }

  private static Cid next(CarReader reader) throws IOException {
    CarBlock block = reader.next();
    if (block == null) {
      throw new AssertionError("no block");
    }
    return block.cid();
  }

  @Test
  void aCutInsideABlockIsRefusedAndOneBetweenTwoIsTheEnd() throws IOException {
    List<CarBlock> blocks = List.of(block(50, 1), block(60, 2));
    byte[] car = car(blocks);
    long boundary = car.length - CarWriter.size(60);
    for (int length = 0; length < car.length; length++) {
      byte[] cut = Arrays.copyOf(car, length);
      if (length == boundary || length == boundary - CarWriter.size(50)) {
        assertFalse(readAll(cut).size() > 1);
      } else {
        assertThrows(CarFormatException.class, () -> readAll(cut), "cut at " + length);
      }
    }
  }

  @Test
  void eachLimitHolds() {
    byte[] car = car(List.of(block(50, 1), block(70_000, 2)));
    assertThrows(
        CarFormatException.class, () -> readAll(car, new CarLimits(57, 70_000, 2, 1 << 20)));
    assertThrows(
        CarFormatException.class, () -> readAll(car, new CarLimits(58, 69_999, 2, 1 << 20)));
    assertThrows(
        CarFormatException.class, () -> readAll(car, new CarLimits(58, 70_000, 1, 1 << 20)));
    assertThrows(
        CarFormatException.class, () -> readAll(car, new CarLimits(58, 70_000, 2, car.length - 1)));
  }

  @Test
  void aLengthThatLiesCostsNoMemory() {
    // The second block claims 1.9 MB of which nothing comes; nothing is set aside for it.
    byte[] car = car(List.of(block(50, 1)));
    byte[] lying = Arrays.copyOf(car, car.length + 4);
    lying[car.length] = (byte) 0xe0;
    lying[car.length + 1] = (byte) 0xfb;
    lying[car.length + 2] = 0x73;
    assertThrows(CarFormatException.class, () -> readAll(lying));
  }

  private static List<CarBlock> randomBlocks(SplittableRandom random) {
    List<CarBlock> blocks = new ArrayList<>();
    for (int i = random.nextInt(1, 40); i > 0; i--) {
      int size = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(300);
      blocks.add(block(random.nextInt(20) == 0 ? (1 << 16) - 36 : size, i));
    }
    return blocks;
  }

  private static CarBlock block(int size, int fill) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) fill);
    return new CarBlock(Cid.hash(Cid.Codec.RAW, data), data);
  }

  private static byte[] car(List<CarBlock> blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CarWriter writer = new CarWriter(out, List.of(blocks.getFirst().cid()));
      for (CarBlock block : blocks) {
        writer.write(block.cid(), block.data());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static CarReader open(byte[] car) throws IOException {
    return new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT);
  }

  private static List<CarBlock> readAll(byte[] car) throws IOException {
    return readAll(car, CarLimits.DEFAULT);
  }

  private static List<CarBlock> readAll(byte[] car, CarLimits limits) throws IOException {
    List<CarBlock> blocks = new ArrayList<>();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), limits)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  private static List<Cid> cids(List<CarBlock> blocks) {
    return blocks.stream().map(CarBlock::cid).toList();
  }

  private static InputStream trickle(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }
}
