package dev.orlop.hold.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.layers.LayerIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroughtBlobsTest extends ReservationContract {
  @TempDir Path folder;

  @Override
  Reservations open(LayerIndex layers) {
    return new BroughtBlobs(folder, Disk.REAL, layers, LEASE, clock);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aReservationEndsWithItsLeaseAndItsFileGoes() throws IOException {
    Reservations brought = open();
    brought.keep(ALICE, blob("one"));
    clock.advance(Duration.ofHours(24));
    assertReserved(0, brought);
    clock.advance(Duration.ofHours(2));
    brought.keep(ALICE, blob("three"));
    assertEquals(1, files().size());
    assertEquals(5, open().bytes(ALICE));
  }

  @Test
  void aLineThatWasCutOffTakesNoOtherWithIt() throws IOException {
    open().keep(ALICE, blob("one"));
    Path file = files().getFirst();
    Files.writeString(file, "1763755200123 did:plc:ewvi7nx", StandardOpenOption.APPEND);
    Reservations second = open();
    assertEquals(3, second.bytes(ALICE));
    second.keep(ALICE, blob("three"));
    assertEquals(8, open().bytes(ALICE));
    assertTrue(Files.size(file) > 0);
  }
}
