package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DagCborFuzzTest {
  private static final Path CORPUS = Checkout.root().resolve("car/src/test/resources/fuzz/cbor");

  @Test
  void anyBytesAreRefusedOrTheOnlyBytesOfTheirValue() {
    Fuzz.run(
        Fuzz.corpus(CORPUS),
        100_000,
        CborException.class,
        input -> assertArrayEquals(input, DagCbor.encode(DagCbor.decode(input))));
  }

  @Test
  void theCorpusSaysItselfWhichOfItsFilesAreBad() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.toList()) {
        byte[] input = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        if (name.startsWith("bad-") || name.startsWith("too-")) {
          assertThrows(CborException.class, () -> DagCbor.decode(input), name);
        } else {
          assertArrayEquals(input, DagCbor.encode(DagCbor.decode(input)), name);
        }
      }
    }
  }

  @Test
  void aValueIsRefusedWhereverItIsCutOffAndWithAnythingBehindIt() {
    Cases.run(
        60,
        random -> {
          byte[] whole = DagCbor.encode(DataValues.map(random, 3));
          for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(CborException.class, () -> DagCbor.decode(part));
          }
          byte[] more = Arrays.copyOf(whole, whole.length + 1);
          CborException refusal = assertThrows(CborException.class, () -> DagCbor.decode(more));
          assertEquals(whole.length, refusal.offset());
        });
  }

  @Test
  void aFaultIsNeverPlacedOutsideTheInput() {
    List<byte[]> corpus = Fuzz.corpus(CORPUS);
    Fuzz.run(
        corpus,
        20_000,
        IllegalStateException.class,
        input -> {
          try {
            DagCbor.decode(input);
          } catch (CborException e) {
            assertTrue(e.offset() >= 0 && e.offset() <= input.length, e.getMessage());
          }
        });
  }
}
