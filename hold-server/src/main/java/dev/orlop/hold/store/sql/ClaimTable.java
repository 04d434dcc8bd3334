package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.Claims;
import java.time.Duration;
import java.util.UUID;

/** Claims of several processes, by the clock of the database. */
public final class ClaimTable implements Claims {
  private final Database database;
  private final UUID owner = UUID.randomUUID();

  /** Of a database whose tables are there. */
  public ClaimTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean take(String name, Duration life) {
    return database.change(
        connection -> {
          // What is over long ago; whoever has it may not know yet.
          Sql.update(
              connection, "DELETE FROM claims WHERE until < clock_timestamp() - interval '1 day'");
          return Sql.update(
                  connection,
                  "INSERT INTO claims (name, owner, until)"
                      + " VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')"
                      + " ON CONFLICT (name) DO UPDATE"
                      + " SET owner = excluded.owner, until = excluded.until"
                      + " WHERE claims.until <= clock_timestamp()",
                  name,
                  owner,
                  life.toMillis())
              == 1;
        });
  }

  @Override
  public void release(String name) {
    Sql.update(database, "DELETE FROM claims WHERE name = ? AND owner = ?", name, owner);
  }
}
