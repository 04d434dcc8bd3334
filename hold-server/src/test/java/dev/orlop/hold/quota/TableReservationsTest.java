package dev.orlop.hold.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableReservationsTest extends ReservationContract {
  private final Database database = Database.connect(TestPostgres.migrated());

  @Override
  Reservations open(LayerIndex layers) {
    return new TableReservations(database, layers, LEASE, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eachProcessSeesAtOnceWhatTheOthersReserved() {
    Reservations one = open();
    Reservations other = open();
    one.keep(ALICE, blob("one"));
    other.keep(ALICE, blob("three"));
    assertEquals(8, one.bytes(ALICE));
    assertEquals(8, other.bytes(ALICE));
    one.release(ALICE, blob("three").digest());
    assertEquals(3, other.bytes(ALICE));
  }
}
