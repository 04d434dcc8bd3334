package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.mst.RepoExporter;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Exports of repos, each in one snapshot, in bounded memory. Whoever takes one slowly keeps a
 * connection, so some are left for all others.
 */
public final class SqlExports {
  private static final int ROWS_AT_ONCE = 500;

  private final Database database;
  private final Semaphore room;

  /** From a database. */
  public SqlExports(Database database) {
    this.database = database;
    this.room = new Semaphore(room(database.connections()));
  }

  /** How many there are at once at most. */
  static int room(int connections) {
    return Math.max(1, connections / 2);
  }

  private interface Export {
    void write(Connection connection, RepoState head) throws SQLException, IOException;
  }

  private void run(Did did, Export export) throws IOException {
    if (!room.tryAcquire()) {
      throw new StoreBusyException("too many exports at once for the connections that there are");
    }
    try {
      RepoState unused =
          database.<RepoState, IOException>snapshot(
              connection -> {
                RepoState head = RepoTable.head(connection, did).orElseThrow();
                export.write(connection, head);
                return head;
              });
    } finally {
      room.release();
    }
  }

  /** Writes a whole repo as a CAR, in the order of its tree. */
  public void write(Did did, OutputStream out) throws IOException {
    run(
        did,
        (connection, head) -> {
          try (TreeSource blocks = new TreeSource(connection, did)) {
            RepoExporter.write(out, blocks, head.commit());
          }
        });
  }

  /** Writes the blocks that came after {@code since}, the commit first. */
  public void writeSince(Did did, Tid since, OutputStream out) throws IOException {
    run(
        did,
        (connection, head) -> {
          CarWriter writer = new CarWriter(out, List.of(head.commit()));
          if (head.rev().compareTo(since) > 0) {
            writer.write(head.commit(), SqlRepo.blocks(connection, did).require(head.commit()));
          }
          try (PreparedStatement statement =
              Sql.prepare(
                  connection,
                  "SELECT cid, bytes FROM blocks WHERE repo = " + SqlRepo.REPO + " AND rev > ?",
                  did.toString(),
                  since.value())) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                Cid cid = Cid.read(rows.getBytes(1), 0);
                if (!cid.equals(head.commit())) {
                  writer.write(cid, rows.getBytes(2));
                }
              }
            }
          }
        });
  }
}
