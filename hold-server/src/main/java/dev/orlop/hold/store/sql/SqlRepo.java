package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Questions about one repo. Safe for use by several threads. */
public final class SqlRepo implements BlockSource {
  /** By a subquery, so that it is one value to the planner, and an index gives the order. */
  static final String REPO = "(SELECT id FROM repos WHERE did = ?)";

  private static final String IN_COLLECTION =
      "r.repo = " + REPO + " AND r.path > ? AND r.path < ? ORDER BY r.path %s LIMIT ?";

  private final Database database;
  private final Did did;

  SqlRepo(Database database, Did did) {
    this.database = database;
    this.did = did;
  }

  Did did() {
    return did;
  }

  Database database() {
    return database;
  }

  /** A record and its block. */
  public record Found(RepoPath path, Cid cid, byte[] block) {}

  /** What is done with a view. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads; must not keep {@code blocks}. */
    T read(RepoState head, BlockSource blocks);
  }

  /** Where it stands; empty if it is not begun. */
  public Optional<RepoState> head() {
    return database.read(connection -> RepoTable.head(connection, did));
  }

  /** One record. */
  public Optional<RecordRef> record(RepoPath path) {
    return Sql.first(
        database,
        "SELECT cid FROM records WHERE repo = " + REPO + " AND path = ?",
        row -> new RecordRef(path, Cid.read(row.getBytes(1), 0)),
        did.toString(),
        path.toString());
  }

  /** One record with its block. */
  public Optional<Found> found(RepoPath path) {
    return Sql.first(
        database,
        "SELECT b.cid, b.bytes FROM records r JOIN blocks b ON b.repo = r.repo"
            + " AND b.cid = r.cid WHERE r.repo = "
            + REPO
            + " AND r.path = ?",
        row -> new Found(path, Cid.read(row.getBytes(1), 0), row.getBytes(2)),
        did.toString(),
        path.toString());
  }

  /** Records of one collection in the order of their keys. */
  public List<RecordRef> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    Range range = Range.of(collection, after, descending);
    return Sql.list(
        database,
        "SELECT r.path, r.cid FROM records r WHERE "
            + IN_COLLECTION.formatted(descending ? "DESC" : ""),
        row -> new RecordRef(RepoPath.parse(row.getString(1)), Cid.read(row.getBytes(2), 0)),
        did.toString(),
        range.above(),
        range.below(),
        limit);
  }

  /**
   * The same with their blocks, which are looked up one by one: a plan that is made without knowing
   * how few there are would join the tables whole.
   */
  public List<Found> found(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    Range range = Range.of(collection, after, descending);
    String order = descending ? "DESC" : "";
    return Sql.list(
        database,
        "SELECT p.path, p.cid, (SELECT b.bytes FROM blocks b"
            + " WHERE b.repo = p.repo AND b.cid = p.cid) FROM (SELECT r.repo, r.path, r.cid"
            + " FROM records r WHERE "
            + IN_COLLECTION.formatted(order)
            + ") p ORDER BY p.path "
            + order,
        row ->
            new Found(
                RepoPath.parse(row.getString(1)), Cid.read(row.getBytes(2), 0), row.getBytes(3)),
        did.toString(),
        range.above(),
        range.below(),
        limit);
  }

  /** Between which texts, both excluded, the paths are. */
  private record Range(String above, String below) {
    static Range of(Nsid collection, Optional<RecordKey> after, boolean descending) {
      // Behind a slash comes a zero.
      Range all = new Range(collection + "/", collection + "0");
      Optional<String> path = after.map(key -> collection + "/" + key);
      return descending
          ? new Range(all.above(), path.orElse(all.below()))
          : new Range(path.orElse(all.above()), all.below());
    }
  }

  /** The collections that have records: from one to the next by the index. */
  public List<Nsid> collections() {
    return Sql.list(
            database,
            "WITH RECURSIVE first (path) AS ("
                + "(SELECT path FROM records WHERE repo = "
                + REPO
                + " ORDER BY path LIMIT 1) UNION ALL SELECT (SELECT r.path FROM records r"
                + " WHERE r.repo = "
                + REPO
                + " AND r.path > split_part(first.path, '/', 1) || '0'"
                + " ORDER BY r.path LIMIT 1) FROM first WHERE first.path IS NOT NULL)"
                + " SELECT split_part(path, '/', 1) FROM first WHERE path IS NOT NULL",
            row -> row.getString(1),
            did.toString(),
            did.toString())
        .stream()
        .sorted()
        .map(Nsid::parse)
        .toList();
  }

  /** Whether a record refers to a blob. */
  public boolean hasBlob(Cid blob) {
    return Sql.first(
            database,
            "SELECT 1 FROM record_blobs WHERE repo = " + REPO + " AND blob = ? LIMIT 1",
            row -> row.getInt(1),
            did.toString(),
            blob.toString())
        .isPresent();
  }

  /** The blobs that records refer to, each with one record, in the order of their texts. */
  public List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit) {
    return blobUses("", List.of(), after, limit);
  }

  /** The blobs of records that came with commits above {@code since}. */
  public List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit) {
    String newer =
        since.isEmpty()
            ? ""
            : " AND EXISTS (SELECT 1 FROM records r WHERE r.repo = u.repo AND r.path = u.path"
                + " AND r.rev > ?)";
    List<Object> value = since.<List<Object>>map(rev -> List.of(rev.value())).orElse(List.of());
    return blobUses(newer, value, after, limit).stream().map(RepoIndex.BlobUse::blob).toList();
  }

  private List<RepoIndex.BlobUse> blobUses(
      String which, List<Object> value, Optional<Cid> after, int limit) {
    List<Object> values = new ArrayList<>();
    values.add(did.toString());
    values.add(after.map(Cid::toString).orElse(""));
    values.addAll(value);
    values.add(limit);
    return Sql.list(
        database,
        "SELECT DISTINCT ON (u.blob) u.blob, u.path FROM record_blobs u WHERE u.repo = "
            + REPO
            + " AND u.blob > ?"
            + which
            + " ORDER BY u.blob, u.path LIMIT ?",
        row -> new RepoIndex.BlobUse(Cid.parse(row.getString(1)), RepoPath.parse(row.getString(2))),
        values.toArray());
  }

  /** A number that became true with some commit. */
  public OptionalLong mark(String name) {
    return Sql.first(
            database,
            "SELECT value FROM marks WHERE repo = " + REPO + " AND name = ?",
            row -> row.getLong(1),
            did.toString(),
            name)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** All such numbers. */
  public Map<String, Long> marks() {
    Map<String, Long> marks = new HashMap<>();
    Sql.list(
            database,
            "SELECT name, value FROM marks WHERE repo = " + REPO,
            row -> Map.entry(row.getString(1), row.getLong(2)),
            did.toString())
        .forEach(mark -> marks.put(mark.getKey(), mark.getValue()));
    return marks;
  }

  /** All references to blobs, by record. */
  public Map<RepoPath, Set<Cid>> blobsByRecord() {
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    Sql.list(
            database,
            "SELECT path, blob FROM record_blobs WHERE repo = " + REPO,
            row -> Map.entry(RepoPath.parse(row.getString(1)), Cid.parse(row.getString(2))),
            did.toString())
        .forEach(
            use ->
                blobs
                    .computeIfAbsent(use.getKey(), _ -> new LinkedHashSet<>())
                    .add(use.getValue()));
    return blobs;
  }

  /** The revs of the commits that brought the live blocks. */
  public Map<Cid, Tid> blockRevs() {
    Map<Cid, Tid> revs = new HashMap<>();
    Sql.list(
            database,
            "SELECT cid, rev FROM blocks WHERE repo = " + REPO,
            row -> Map.entry(Cid.read(row.getBytes(1), 0), new Tid(row.getLong(2))),
            did.toString())
        .forEach(block -> revs.put(block.getKey(), block.getValue()));
    return revs;
  }

  /** How many live blocks there are, and how many bytes they take. */
  public RepoIndex.Size size() {
    return Sql.first(
            database,
            "SELECT blocks, bytes FROM repos WHERE did = ?",
            row -> new RepoIndex.Size(row.getLong(1), row.getLong(2)),
            did.toString())
        .orElse(new RepoIndex.Size(0, 0));
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    return database.read(connection -> block(connection, did, cid)).orElse(null);
  }

  static Optional<byte[]> block(Connection connection, Did did, Cid cid) throws SQLException {
    return Sql.first(
        connection,
        "SELECT bytes FROM blocks WHERE repo = " + REPO + " AND cid = ?",
        row -> row.getBytes(1),
        did.toString(),
        cid.toBytes());
  }

  /** Those by a connection that somebody else has opened, and keeps open. */
  static BlockSource blocks(Connection connection, Did did) {
    return cid -> {
      try {
        return block(connection, did, cid).orElse(null);
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    };
  }

  /** What was written to it lately, if somebody follows it. */
  public RepoChanges changes() {
    return new RepoChanges(database, did);
  }

  /** Reads blocks of one moment. */
  public <T> T view(Reader<T> reader) {
    return database.snapshot(
        connection ->
            reader.read(RepoTable.head(connection, did).orElseThrow(), blocks(connection, did)));
  }

  /**
   * Writes some live blocks as a CAR without roots.
   *
   * @throws MissingBlockException before anything is written, if one is not live
   */
  public void blocks(List<Cid> cids, OutputStream out) throws IOException {
    byte[][] wanted = cids.stream().map(Cid::toBytes).toArray(byte[][]::new);
    Map<Cid, byte[]> found = new HashMap<>();
    Sql.list(
            database,
            "SELECT cid, bytes FROM blocks WHERE repo = " + REPO + " AND cid = ANY (?)",
            row -> Map.entry(Cid.read(row.getBytes(1), 0), row.getBytes(2)),
            did.toString(),
            wanted)
        .forEach(block -> found.put(block.getKey(), block.getValue()));
    BlockSource blocks = found::get;
    for (Cid cid : cids) {
      byte[] unused = blocks.require(cid);
    }
    CarWriter writer = new CarWriter(out, List.of());
    for (Cid cid : cids) {
      writer.write(cid, blocks.require(cid));
    }
  }
}
