package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a repo for whoever goes through its tree from the left to the right. Records come
 * by a cursor, for the order of their paths is that of the tree; nodes come some levels of a
 * subtree at once, and are dropped when they were taken. What is asked for in another order is
 * found, too, one by one.
 */
final class TreeSource implements BlockSource, AutoCloseable {
  private static final int ROWS_AT_ONCE = 500;

  /** When so many nodes came, no further level is fetched; the last one has about 4 times more. */
  private static final int NODES_AT_ONCE = 256;

  private final Connection connection;
  private final Did did;
  private final PreparedStatement statement;
  private final ResultSet records;
  private final Map<Cid, byte[]> nodes = new HashMap<>();
  private @Nullable Cid nextRecord;

  TreeSource(Connection connection, Did did) throws SQLException {
    this.connection = connection;
    this.did = did;
    try (Statement settings = connection.createStatement()) {
      // The first rows at once, one by one from the index, rather than all of them sorted.
      settings.execute(
          "SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off;"
              + " SET LOCAL enable_mergejoin = off");
    }
    this.statement =
        Sql.prepare(
            connection,
            "SELECT r.cid, (SELECT b.bytes FROM blocks b WHERE b.repo = r.repo AND b.cid = r.cid)"
                + " FROM records r WHERE r.repo = "
                + SqlRepo.REPO
                + " ORDER BY r.path",
            did.toString());
    statement.setFetchSize(ROWS_AT_ONCE);
    this.records = statement.executeQuery();
    advance();
  }

  private void advance() throws SQLException {
    nextRecord = records.next() ? Cid.read(records.getBytes(1), 0) : null;
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    try {
      if (cid.equals(nextRecord)) {
        byte[] block = records.getBytes(2);
        advance();
        return block;
      }
      byte[] node = nodes.remove(cid);
      return node != null ? node : subtree(cid);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  private byte @Nullable [] subtree(Cid root) throws SQLException {
    byte[] block = SqlRepo.block(connection, did, root).orElse(null);
    if (block == null || !isNode(block)) {
      return block;
    }
    List<byte[]> level = List.of(block);
    int came = 0;
    while (!level.isEmpty() && came < NODES_AT_ONCE) {
      level = below(level);
      came += level.size();
    }
    return block;
  }

  /** What begins otherwise is the commit. */
  private static boolean isNode(byte[] block) {
    return block.length > 2 && block[0] == (byte) 0xa2 && block[1] == 0x61 && block[2] == 'e';
  }

  /** Fetches the children of some nodes. */
  private List<byte[]> below(List<byte[]> parents) throws SQLException {
    List<byte[]> children = new ArrayList<>();
    for (byte[] parent : parents) {
      MstNode node = MstNodeCodec.decode(parent);
      for (int i = 0; i <= node.size(); i++) {
        if (node.subtree(i) instanceof Cid child) {
          children.add(child.toBytes());
        }
      }
    }
    if (children.isEmpty()) {
      return List.of();
    }
    List<byte[]> found = new ArrayList<>();
    Sql.list(
            connection,
            "SELECT cid, bytes FROM blocks WHERE repo = " + SqlRepo.REPO + " AND cid = ANY (?)",
            row -> Map.entry(Cid.read(row.getBytes(1), 0), row.getBytes(2)),
            did.toString(),
            children.toArray(byte[][]::new))
        .forEach(
            child -> {
              nodes.put(child.getKey(), child.getValue());
              found.add(child.getValue());
            });
    return found;
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      records.close();
    }
  }
}
