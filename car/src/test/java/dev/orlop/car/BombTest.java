package dev.orlop.car;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small input that asks for much. What a decoder allocates is measured, not guessed. */
class BombTest {
  private static final String NO_ROOTS = "11a265726f6f7473806776657273696f6e01";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9a0001ffff", // as many items as the limit allows, and none comes
        "9a0001ffff80",
        "9affffffff",
        "9bffffffffffffffff",
        "ba0001ffff",
        "bb7fffffffffffffff",
        "5a004fffff", // 5 MiB of bytes
        "5b7fffffffffffffff",
        "5bffffffffffffffff",
        "7a004fffff",
        "7bffffffffffffffff",
        "a1791fff61", // a key of 8 KiB
        "819a0001ffff9a0001ffff9a0001ffff9a0001ffff",
      })
  void aLengthThatTheInputCannotHoldTakesNoMemory(String hex) throws IOException {
    byte[] input = HexFormat.of().parseHex(hex);
    long allocated =
        allocatedBy(
            () -> {
              assertThrows(CborException.class, () -> DagCbor.decode(input));
              assertThrows(
                  CborException.class,
                  () -> DagCbor.requireCanonicalMap(input, 0, input.length, CborLimits.DEFAULT));
            });
    assertTrue(allocated < 20_000, allocated + " bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8008", // a header of 1024 bytes, of which none comes
        "ffffffffffffffff7f",
        NO_ROOTS + "a4897a", // the largest block there may be
        NO_ROOTS + "a5897a", // one byte more
        NO_ROOTS + "ffffffff07", // 2 GiB
        NO_ROOTS + "ffffffffffffffff7f",
        "10a265726f6f74739a0001ffff6776657273", // 131,071 roots
      })
  void aBlockThatNeverComesTakesOnlyTheBufferOfTheReader(String hex) throws IOException {
    byte[] input = HexFormat.of().parseHex(hex);
    long allocated =
        allocatedBy(
            () ->
                assertThrows(
                    CarFormatException.class,
                    () ->
                        new CarReader(new ByteArrayInputStream(input), CarLimits.DEFAULT).next()));
    assertTrue(allocated < CarInput.CAPACITY + 50_000, allocated + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "20", "40", "60", "80", "a0", "8180", "a160f6", "a160a160a0"})
  void whatIsReadTakesSoManyTimesItsBytesAndNoMore(String hex) throws IOException {
    byte[] input = HexFormat.of().parseHex("9a0001ffff" + hex.repeat(131_071));
    long allocated = allocatedBy(() -> DagCbor.decode(input));
    assertTrue(allocated < 100L * input.length, allocated + " for " + input.length);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** What this thread allocates for a second run, when every class has been loaded. */
  private static long allocatedBy(Work work) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
