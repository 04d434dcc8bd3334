package dev.orlop.hold.app;

import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.SharedLocks;

/** What the holds on one database share beside their repos. */
record SharedPlace(Database database, SharedLocks locks) implements AutoCloseable {
  /** In a database that others close. */
  static SharedPlace in(Database database) {
    return new SharedPlace(database, new SharedLocks(database));
  }

  @Override
  public void close() {
    locks.close();
  }
}
