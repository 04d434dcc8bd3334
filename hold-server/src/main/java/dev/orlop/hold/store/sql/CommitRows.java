package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.Drafted;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What several commits change in the rows of their repo, taken together: most nodes of one are out
 * of use with the next, and what comes and goes within them never becomes a row.
 */
final class CommitRows {
  private record NewBlock(byte[] bytes, long rev) {}

  private record RecordChange(Optional<Cid> cid, long rev) {}

  private final Map<Cid, NewBlock> blocks = new HashMap<>();

  /** How many more hold a block, or fewer. */
  private final Map<Cid, Integer> held = new LinkedHashMap<>();

  private final Map<RepoPath, RecordChange> records = new LinkedHashMap<>();
  private final Map<RepoPath, Set<Cid>> blobs = new LinkedHashMap<>();
  private final Set<RepoPath> replaced = new HashSet<>();
  private final Map<String, Long> marks = new HashMap<>();
  private RepoState head;

  CommitRows(List<Drafted> commits) {
    this.head = commits.getLast().draft().after();
    commits.forEach(this::add);
  }

  private void add(Drafted commit) {
    CommitDraft draft = commit.draft();
    long rev = draft.commit().rev().value();
    Set<Cid> ofRecords = new HashSet<>();
    for (RepoOp op : draft.ops()) {
      records.put(op.path(), new RecordChange(Optional.ofNullable(op.cid()), rev));
      if (op.cid() instanceof Cid cid) {
        ofRecords.add(cid);
        held.merge(cid, 1, Integer::sum);
      }
      if (op.prev() instanceof Cid prev) {
        held.merge(prev, -1, Integer::sum);
        replaced.add(op.path());
        blobs.remove(op.path());
      }
    }
    blobs.putAll(commit.blobs());
    draft
        .newBlocks()
        .forEach(
            (cid, bytes) -> {
              blocks.put(cid, new NewBlock(bytes, rev));
              if (!ofRecords.contains(cid)) {
                held.merge(cid, 1, Integer::sum);
              }
            });
    draft.removedNodes().forEach(cid -> held.merge(cid, -1, Integer::sum));
    draft.before().ifPresent(before -> held.merge(before.commit(), -1, Integer::sum));
    marks.putAll(commit.marks());
  }

  /** Writes the rows; the repo's row is locked. */
  void write(Connection connection, long repo) throws SQLException {
    writeBlocks(connection, repo);
    writeRecords(connection, repo);
    writeBlobs(connection, repo);
    Sql.each(
        connection,
        "INSERT INTO marks (repo, name, value) VALUES (?, ?, ?)"
            + " ON CONFLICT (repo, name) DO UPDATE SET value = excluded.value",
        marks.entrySet().stream()
            .map(mark -> new Object[] {repo, mark.getKey(), mark.getValue()})
            .toList());
  }

  private record Row(int holders, int length) {}

  private void writeBlocks(Connection connection, long repo) throws SQLException {
    held.values().removeIf(more -> more == 0);
    Map<Cid, Row> known = new HashMap<>();
    Sql.list(
            connection,
            "SELECT cid, holders, octet_length(bytes) FROM blocks"
                + " WHERE repo = ? AND cid = ANY (?)",
            row -> Map.entry(Cid.read(row.getBytes(1), 0), new Row(row.getInt(2), row.getInt(3))),
            repo,
            held.keySet().stream().map(Cid::toBytes).toArray(byte[][]::new))
        .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    List<Object[]> added = new ArrayList<>();
    List<Object[]> changed = new ArrayList<>();
    List<byte[]> gone = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Cid, Integer> entry : held.entrySet()) {
      Cid cid = entry.getKey();
      Row row = known.getOrDefault(cid, new Row(0, 0));
      int holders = row.holders() + entry.getValue();
      Optional<NewBlock> block = Optional.ofNullable(blocks.get(cid));
      if (holders < 0 || (row.holders() == 0 && block.isEmpty())) {
        throw new StoreDamagedException(
            "the tables lack the block " + cid + " of " + head.did() + "; restore a backup");
      }
      if (holders == 0) {
        gone.add(cid.toBytes());
        bytes -= row.length();
      } else if (row.holders() == 0) {
        NewBlock added1 = block.orElseThrow();
        added.add(new Object[] {repo, cid.toBytes(), added1.rev(), holders, added1.bytes()});
        bytes += added1.bytes().length;
      } else {
        // Who has the repo from before the rev may lack the record, though the bytes were there.
        long rev = block.map(NewBlock::rev).orElse(0L);
        changed.add(new Object[] {holders, rev, repo, cid.toBytes()});
      }
    }
    if (!gone.isEmpty()) {
      Sql.update(
          connection,
          "DELETE FROM blocks WHERE repo = ? AND cid = ANY (?)",
          repo,
          gone.toArray(byte[][]::new));
    }
    Sql.each(
        connection,
        "UPDATE blocks SET holders = ?, rev = GREATEST(rev, ?) WHERE repo = ? AND cid = ?",
        changed);
    Sql.each(
        connection,
        "INSERT INTO blocks (repo, cid, rev, holders, bytes) VALUES (?, ?, ?, ?, ?)",
        added);
    Sql.update(
        connection,
        "UPDATE repos SET commit_cid = ?, rev = ?, data_cid = ?, blocks = blocks + ?,"
            + " bytes = bytes + ? WHERE id = ?",
        head.commit().toBytes(),
        head.rev().value(),
        head.data().toBytes(),
        (long) added.size() - gone.size(),
        bytes,
        repo);
  }

  private void writeRecords(Connection connection, long repo) throws SQLException {
    List<Object[]> written = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    records.forEach(
        (path, change) ->
            change
                .cid()
                .ifPresentOrElse(
                    cid ->
                        written.add(
                            new Object[] {repo, path.toString(), cid.toBytes(), change.rev()}),
                    () -> deleted.add(path.toString())));
    Sql.each(
        connection,
        "INSERT INTO records (repo, path, cid, rev) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (repo, path) DO UPDATE SET cid = excluded.cid, rev = excluded.rev",
        written);
    if (!deleted.isEmpty()) {
      Sql.update(
          connection,
          "DELETE FROM records WHERE repo = ? AND path = ANY (?)",
          repo,
          deleted.toArray(String[]::new));
    }
  }

  private void writeBlobs(Connection connection, long repo) throws SQLException {
    if (!replaced.isEmpty()) {
      Sql.update(
          connection,
          "DELETE FROM record_blobs WHERE repo = ? AND path = ANY (?)",
          repo,
          replaced.stream().map(RepoPath::toString).toArray(String[]::new));
    }
    List<Object[]> rows = new ArrayList<>();
    blobs.forEach(
        (path, cids) ->
            cids.forEach(cid -> rows.add(new Object[] {repo, cid.toString(), path.toString()})));
    Sql.each(connection, "INSERT INTO record_blobs (repo, blob, path) VALUES (?, ?, ?)", rows);
  }
}
