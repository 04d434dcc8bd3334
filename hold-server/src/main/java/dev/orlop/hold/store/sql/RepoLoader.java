package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a whole repo that comes from elsewhere, block by block. */
public final class RepoLoader {
  private static final int ROWS_AT_ONCE = 500;

  private final Connection connection;
  private final RepoState head;
  private final long repo;
  private final Map<Cid, Block> blocks = new LinkedHashMap<>();
  private final List<Object[]> records = new ArrayList<>();

  private record Block(byte[] bytes, long rev, int holders) {
    Block once() {
      return new Block(bytes, rev, holders + 1);
    }
  }

  /** Hands over what a repo holds. */
  @FunctionalInterface
  public interface Content {
    /** Hands over all of it. */
    void handTo(RepoLoader loader);
  }

  private RepoLoader(Connection connection, RepoState head, long repo) {
    this.connection = connection;
    this.head = head;
    this.repo = repo;
  }

  static RepoLoader begin(Connection connection, RepoState head) throws SQLException {
    Sql.update(connection, "SET LOCAL statement_timeout = 0");
    long repo =
        Sql.first(
                connection,
                "INSERT INTO repos (did, commit_cid, rev, data_cid) VALUES (?, ?, ?, ?)"
                    + " RETURNING id",
                row -> row.getLong(1),
                head.did().toString(),
                head.commit().toBytes(),
                head.rev().value(),
                head.data().toBytes())
            .orElseThrow();
    return new RepoLoader(connection, head, repo);
  }

  /** Takes the commit, or one node of the tree. */
  public void block(Cid cid, byte[] bytes, Tid rev) {
    Block block = blocks.getOrDefault(cid, new Block(bytes, rev.value(), 0));
    blocks.put(cid, block.once());
    if (blocks.size() >= ROWS_AT_ONCE) {
      flush();
    }
  }

  /** Takes one record. */
  public void record(RepoPath path, Cid cid, byte[] bytes, Tid rev) {
    block(cid, bytes, rev);
    records.add(new Object[] {repo, path.toString(), cid.toBytes(), rev.value()});
  }

  /** Takes what records refer to. */
  public void blobs(Map<RepoPath, Set<Cid>> blobs) {
    List<Object[]> rows = new ArrayList<>();
    blobs.forEach(
        (path, cids) ->
            cids.forEach(cid -> rows.add(new Object[] {repo, cid.toString(), path.toString()})));
    insert("INSERT INTO record_blobs (repo, blob, path) VALUES (?, ?, ?)", rows);
  }

  /** Takes named numbers. */
  public void marks(Map<String, Long> marks) {
    insert(
        "INSERT INTO marks (repo, name, value) VALUES (?, ?, ?)",
        marks.entrySet().stream()
            .map(mark -> new Object[] {repo, mark.getKey(), mark.getValue()})
            .toList());
  }

  private void insert(String sql, List<Object[]> rows) {
    try {
      Sql.each(connection, sql, rows);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  private void flush() {
    insert(
        "INSERT INTO blocks (repo, cid, rev, holders, bytes) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (repo, cid)"
            + " DO UPDATE SET holders = blocks.holders + excluded.holders",
        blocks.entrySet().stream()
            .map(
                entry ->
                    new Object[] {
                      repo,
                      entry.getKey().toBytes(),
                      entry.getValue().rev(),
                      entry.getValue().holders(),
                      entry.getValue().bytes()
                    })
            .toList());
    insert("INSERT INTO records (repo, path, cid, rev) VALUES (?, ?, ?, ?)", records);
    blocks.clear();
    records.clear();
  }

  void finish() throws SQLException {
    flush();
    Sql.update(
        connection,
        "UPDATE repos SET (blocks, bytes) = (SELECT count(*), COALESCE(sum(octet_length(b.bytes)),"
            + " 0) FROM blocks b WHERE b.repo = repos.id) WHERE id = ?",
        repo);
  }

  /** Where the repo stands. */
  public RepoState head() {
    return head;
  }
}
