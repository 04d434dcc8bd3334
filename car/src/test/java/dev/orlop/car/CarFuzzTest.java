package dev.orlop.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CarFuzzTest {
  private static final Path CORPUS = Checkout.root().resolve("car/src/test/resources/fuzz/car");
  private static final CarLimits LIMITS = new CarLimits(200, 2000, 4, 3000);

  @Test
  void anyBytesAreRefusedOrTheOnlyFileOfTheirRootsAndBlocks() {
    int[] taken = new int[1];
    Fuzz.run(
        Fuzz.corpus(CORPUS),
        20_000,
        CarFormatException.class,
        input -> {
          assertArrayEquals(input, writtenAgain(input));
          taken[0]++;
        });
    assertTrue(taken[0] > 50, "the mutants are too wild to test anything: " + taken[0]);
  }

  @Test
  void bothWaysOfReadingComeToTheSameEndHoweverTheBytesArrive() {
    Fuzz.run(
        Fuzz.corpus(CORPUS),
        10_000,
        NeverThrown.class,
        input ->
            assertEquals(
                story(new ByteArrayInputStream(input), false), story(oneByOne(input), true)));
  }

  @Test
  void theCorpusSaysItselfWhichOfItsFilesAreBad() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.toList()) {
        byte[] input = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        if (name.startsWith("bad-")) {
          assertThrows(CarFormatException.class, () -> writtenAgain(input), name);
        } else {
          assertArrayEquals(input, writtenAgain(input), name);
        }
      }
    }
  }

  private static byte[] writtenAgain(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(input), LIMITS)) {
      CarWriter writer = new CarWriter(out, reader.roots());
      CarBlock block;
      while ((block = reader.next()) != null) {
        writer.write(block.cid(), block.data());
      }
      assertEquals(input.length, reader.position());
    }
    return out.toByteArray();
  }

  /** What happens when a file is read to its end or its first fault, going on behind mismatches. */
  private static List<String> story(InputStream in, boolean visiting) throws IOException {
    List<String> story = new ArrayList<>();
    try (CarReader reader = new CarReader(in, LIMITS)) {
      story.add(reader.roots().toString());
      boolean more = true;
      while (more) {
        try {
          more = visiting ? visit(reader, story) : next(reader, story);
        } catch (CidMismatchException e) {
          story.add("not " + e.cid());
        }
        story.add("at " + reader.position());
      }
    } catch (CarFormatException e) {
      story.add(String.valueOf(e.getMessage()));
    }
    return story;
  }

  private static boolean next(CarReader reader, List<String> story) throws IOException {
    CarBlock block = reader.next();
    if (block == null) {
      return false;
    }
    assertTrue(block.cid().matches(block.data()));
    story.add(block.cid() + ", " + block.data().length);
    return true;
  }

  private static boolean visit(CarReader reader, List<String> story) throws IOException {
    return reader.next(
        (cid, buffer, offset, length) -> {
          assertTrue(cid.matches(buffer, offset, length));
          story.add(cid + ", " + length);
        });
  }

  private static InputStream oneByOne(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1));
      }
    };
  }

  private static final class NeverThrown extends Exception {}
}
