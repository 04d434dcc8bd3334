package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.hold.store.Drafted;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was written to a repo that somebody follows: of each of the last transactions, which records
 * it changed. What they are now stands where it always does, so what is answered is of one moment
 * and of the last change alone, however many there were.
 */
public final class RepoChanges {
  /** How many transactions are kept; who is further behind reads all records again. */
  public static final int KEPT = 20_000;

  private static final int PATHS_AT_ONCE = 1000;

  private final Database database;
  private final Did did;

  RepoChanges(Database database, Did did) {
    this.database = database;
    this.did = did;
  }

  /** From now on it is kept what each transaction changes. */
  public void keep() {
    Sql.update(
        database,
        "UPDATE repos SET followed = true WHERE did = ? AND NOT followed",
        did.toString());
  }

  /**
   * A record that was changed.
   *
   * @param block its bytes now; empty if it is gone
   */
  public record Change(RepoPath path, Optional<byte[]> block) {}

  /**
   * What has become of records.
   *
   * @param head where the repo stood
   */
  public record Since(RepoState head, List<Change> records) {}

  /** What has become of records since a commit; empty if that is not known any more. */
  public Optional<Since> since(RepoState known, Set<Nsid> collections) {
    return database.snapshot(
        connection -> {
          RepoState head = RepoTable.head(connection, did).orElseThrow();
          Optional<Set<String>> paths = paths(connection, known, head, collections);
          return paths.isEmpty()
              ? Optional.empty()
              : Optional.of(new Since(head, records(connection, List.copyOf(paths.get()))));
        });
  }

  private record Row(long since, long rev, String[] paths) {}

  /** Empty if the transactions do not lead from the one to the other without a gap. */
  private Optional<Set<String>> paths(
      Connection connection, RepoState known, RepoState head, Set<Nsid> collections)
      throws SQLException {
    List<Row> rows =
        Sql.list(
            connection,
            "SELECT since, rev, paths FROM changes WHERE repo = "
                + SqlRepo.REPO
                + " AND rev > ? ORDER BY rev",
            row ->
                new Row(
                    row.getLong(1), row.getLong(2), (String[]) row.getArray("paths").getArray()),
            did.toString(),
            known.rev().value());
    long at = known.rev().value();
    Set<String> paths = new TreeSet<>();
    for (Row row : rows) {
      if (row.since() != at) {
        return Optional.empty();
      }
      at = row.rev();
      Arrays.stream(row.paths())
          .filter(path -> collections.contains(RepoPath.parse(path).collection()))
          .forEach(paths::add);
    }
    return at == head.rev().value() ? Optional.of(paths) : Optional.empty();
  }

  private List<Change> records(Connection connection, List<String> paths) throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (int from = 0; from < paths.size(); from += PATHS_AT_ONCE) {
      List<String> some = paths.subList(from, Math.min(paths.size(), from + PATHS_AT_ONCE));
      Map<String, byte[]> found = new HashMap<>();
      Sql.list(
              connection,
              "SELECT p.path, (SELECT b.bytes FROM blocks b WHERE b.repo = p.repo"
                  + " AND b.cid = p.cid) FROM (SELECT repo, path, cid FROM records WHERE repo = "
                  + SqlRepo.REPO
                  + " AND path = ANY (?)) p",
              row -> Map.entry(row.getString(1), row.getBytes(2)),
              did.toString(),
              some.toArray(String[]::new))
          .forEach(record -> found.put(record.getKey(), record.getValue()));
      some.forEach(
          path ->
              changes.add(new Change(RepoPath.parse(path), Optional.ofNullable(found.get(path)))));
    }
    return changes;
  }

  /**
   * Keeps what a transaction changes.
   *
   * @param since the rev before it; zero if there is none
   */
  static void write(Connection connection, long repo, long since, List<Drafted> commits)
      throws SQLException {
    Set<String> paths = new TreeSet<>();
    for (Drafted commit : commits) {
      commit.draft().ops().forEach(op -> paths.add(op.path().toString()));
    }
    Sql.update(
        connection,
        "INSERT INTO changes (repo, rev, since, paths) VALUES (?, ?, ?, ?)",
        repo,
        commits.getLast().draft().commit().rev().value(),
        since,
        paths.toArray(String[]::new));
  }

  /** Forgets the oldest transactions while there are too many. */
  static void forget(Connection connection, long repo) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM changes WHERE repo = ? AND rev <="
            + " (SELECT rev FROM changes WHERE repo = ? ORDER BY rev DESC OFFSET ? LIMIT 1)",
        repo,
        repo,
        KEPT);
  }
}
