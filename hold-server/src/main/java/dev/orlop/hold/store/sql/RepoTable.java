package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** All repos of a database. Safe for use by several threads. */
public final class RepoTable {
  /** What is kept of a repo beside its row. */
  private static final List<String> TABLES =
      List.of("changes", "marks", "record_blobs", "records", "blocks");

  private final Database database;

  /** Of a database whose tables are there. */
  public RepoTable(Database database) {
    this.database = database;
  }

  /** One of them, begun or not. */
  public SqlRepo repo(Did did) {
    return new SqlRepo(database, did);
  }

  /** Whether a repo was begun. */
  public boolean holds(Did did) {
    return database.read(connection -> head(connection, did)).isPresent();
  }

  /** The states of all repos, by DID, those above {@code after}. */
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return Sql.list(
        database,
        "SELECT did, commit_cid, rev, data_cid FROM repos"
            + " WHERE did > ? AND commit_cid IS NOT NULL ORDER BY did LIMIT ?",
        RepoTable::state,
        after.map(Did::toString).orElse(""),
        limit);
  }

  static Optional<RepoState> head(Connection connection, Did did) throws SQLException {
    return Sql.first(
        connection,
        "SELECT did, commit_cid, rev, data_cid FROM repos"
            + " WHERE did = ? AND commit_cid IS NOT NULL",
        RepoTable::state,
        did.toString());
  }

  static RepoState state(ResultSet row) throws SQLException {
    return new RepoState(
        Did.parse(row.getString("did")),
        Cid.read(row.getBytes("commit_cid"), 0),
        new Tid(row.getLong("rev")),
        Cid.read(row.getBytes("data_cid"), 0));
  }

  /** Whether what is here is on its way here, or was brought elsewhere: it is of no use then. */
  public boolean isMoved() {
    return Sql.first(database, "SELECT moved FROM head", row -> row.getBoolean(1)).orElseThrow();
  }

  /**
   * Says so.
   *
   * @param seqsAbove seqs that are taken from now on are above it; nobody has been told any here
   */
  public void setMoved(boolean moved, long seqsAbove) {
    int unused =
        database.change(
            connection -> {
              Sql.update(connection, "DELETE FROM events");
              return Sql.update(
                  connection,
                  "UPDATE head SET moved = ?, begun = false, last_seq = GREATEST(last_seq, ?)",
                  moved,
                  seqsAbove);
            });
  }

  /**
   * Loads a repo from elsewhere in one transaction, in the place of the one that is here.
   *
   * @param head where it stands
   * @param content hands over all of it
   */
  public void load(RepoState head, RepoLoader.Content content) {
    remove(head.did());
    boolean unused =
        database.change(
            connection -> {
              RepoLoader loader = RepoLoader.begin(connection, head);
              content.handTo(loader);
              loader.finish();
              return true;
            });
  }

  /** Removes a repo with all that is kept of it. */
  public void remove(Did did) {
    boolean unused =
        database.change(
            connection -> {
              Optional<Long> id =
                  Sql.first(
                      connection,
                      "SELECT id FROM repos WHERE did = ? FOR UPDATE",
                      row -> row.getLong(1),
                      did.toString());
              if (id.isPresent()) {
                for (String table : TABLES) {
                  Sql.update(connection, "DELETE FROM " + table + " WHERE repo = ?", id.get());
                }
                Sql.update(connection, "DELETE FROM repos WHERE id = ?", id.get());
              }
              return id.isPresent();
            });
  }
}
