package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.HoldTable;
import java.util.List;

/** Sees to it that a database is used by the processes of a hold, or by one who changes all. */
final class Alone {
  private Alone() {}

  /**
   * Keeps the processes of the hold off until it is closed.
   *
   * @throws ConfigException if one runs
   */
  static HoldTable.Alone require(Database database) {
    try {
      return new HoldTable(database).alone();
    } catch (StoreBusyException _) {
      throw new ConfigException(
          List.of(
              "a process of this hold runs on the database at %s, perhaps on another machine: stop"
                      .formatted(database.place())
                  + " all of them first"));
    }
  }

  /**
   * For a process of the hold that starts.
   *
   * @throws ConfigException if somebody has the database alone
   */
  static void requireNone(Database database) {
    if (new HoldTable(database).isBusy()) {
      throw new ConfigException(
          List.of(
              "the database at %s is being copied, or its key exchanged: start when that has ended"
                  .formatted(database.place())));
    }
  }
}
