package dev.orlop.hold.store.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.SchemaException;
import dev.orlop.hold.store.StoreFailedException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final Migrations.Step FIRST =
      new Migrations.Step("0001-first.sql", "CREATE TABLE first (id integer)");
  private static final Migrations.Step SECOND =
      new Migrations.Step("0002-second.sql", "CREATE TABLE second (id integer)");

  private final Database database = Database.connect(TestPostgres.empty());

  @AfterEach
  void close() {
    database.close();
  }

  private Migrations of(Migrations.Step... steps) {
    return new Migrations(database, List.of(steps));
  }

  private boolean has(String table) {
    return database
        .read(
            connection ->
                Sql.first(
                    connection,
                    "SELECT to_regclass(?) IS NOT NULL",
                    row -> row.getBoolean(1),
                    table))
        .orElseThrow();
  }

  @Test
  void stepsAreTakenOnceInOrderAndTheStateSaysWhich() {
    assertEquals(List.of(new Migrations.State("0001-first.sql", false)), of(FIRST).state());
    assertEquals(List.of("0001-first.sql"), of(FIRST).run());
    assertEquals(
        List.of(
            new Migrations.State("0001-first.sql", true),
            new Migrations.State("0002-second.sql", false)),
        of(FIRST, SECOND).state());
    assertEquals(List.of("0002-second.sql"), of(FIRST, SECOND).run());
    assertEquals(List.of(), of(FIRST, SECOND).run());
    assertTrue(has("second"));
  }

  @Test
  void aStepThatFailsLeavesNothingAndTheOnesBeforeIt() {
    Migrations.Step broken =
        new Migrations.Step("0002-broken.sql", "CREATE TABLE half (id integer); SELECT 1/0");
    assertThrows(StoreFailedException.class, () -> of(FIRST, broken).run());
    assertTrue(has("first"));
    assertFalse(has("half"));
    assertEquals(List.of("0002-second.sql"), of(FIRST, SECOND).run());
  }

  @Test
  void aDatabaseOfANewerVersionIsRefused() {
    of(FIRST, SECOND).run();
    SchemaException refused = assertThrows(SchemaException.class, () -> of(FIRST).run());
    assertTrue(String.valueOf(refused.getMessage()).contains("0002-second.sql"));
    assertThrows(SchemaException.class, () -> of(FIRST).state());
  }

  @Test
  void aStepThatWasAnotherWhenItWasTakenIsRefused() {
    of(FIRST).run();
    Migrations.Step changed = new Migrations.Step(FIRST.name(), FIRST.sql() + " ");
    assertThrows(SchemaException.class, () -> of(changed, SECOND).run());
    assertFalse(has("second"));
  }

  @Test
  void ofSeveralThatStartAtOnceEachStepIsTakenByOne() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> runs =
          IntStream.range(0, 4)
              .mapToObj(_ -> threads.submit(() -> new Migrations(database).run()))
              .toList();
      int taken = 0;
      for (Future<List<String>> run : runs) {
        taken += run.get().size();
      }
      assertEquals(new Migrations(database).state().size(), taken);
    }
  }
}
