package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.mst.RepoState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Questions about one repo over one connection, whose transaction keeps the moment. */
final class SqlIndexView implements IndexView {
  private static final int FETCH_ROWS = 1000;

  private final Connection connection;
  private final Did did;

  SqlIndexView(Connection connection, Did did) {
    this.connection = connection;
    this.did = did;
  }

  static Optional<RepoIndex.Head> head(Connection connection, Did did) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.REPO_GET)) {
      get.setString(1, did.toString());
      try (ResultSet row = get.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(head(did, row));
      }
    }
  }

  /** Reads a row of {@link Sql#REPO_GET}. */
  static RepoIndex.Head head(Did did, ResultSet row) throws SQLException {
    RepoState state =
        new RepoState(
            did, SqlRepoIndex.cid(row, 2), new Tid(row.getLong(3)), SqlRepoIndex.cid(row, 4));
    return new RepoIndex.Head(state, new LogPosition(row.getInt(5), row.getLong(6)));
  }

  static Optional<BlockLocation> block(Connection connection, Did did, Cid cid)
      throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.BLOCK_GET)) {
      get.setString(1, did.toString());
      get.setBytes(2, cid.toBytes());
      try (ResultSet row = get.executeQuery()) {
        return row.next()
            ? Optional.of(new BlockLocation(row.getInt(1), row.getLong(2), row.getInt(3)))
            : Optional.empty();
      }
    }
  }

  @Override
  public RepoIndex.Head head() {
    return ask(() -> head(connection, did)).orElseThrow();
  }

  @Override
  public Optional<BlockLocation> block(Cid cid) {
    return ask(() -> block(connection, did, cid));
  }

  @Override
  public BlockTable blocks() {
    return ask(
        () -> {
          try (PreparedStatement list = connection.prepareStatement(Sql.BLOCK_LIST)) {
            list.setString(1, did.toString());
            return table(list);
          }
        });
  }

  @Override
  public BlockTable blocksSince(Tid since) {
    return ask(
        () -> {
          try (PreparedStatement list = connection.prepareStatement(Sql.BLOCK_LIST_SINCE)) {
            list.setString(1, did.toString());
            list.setLong(2, since.value());
            return table(list);
          }
        });
  }

  private static BlockTable table(PreparedStatement list) throws SQLException {
    list.setFetchSize(FETCH_ROWS);
    BlockTable.Builder blocks = BlockTable.builder();
    try (ResultSet row = list.executeQuery()) {
      while (row.next()) {
        blocks.put(
            row.getBytes(1),
            new BlockLocation(row.getInt(2), row.getLong(3), row.getInt(4)),
            row.getLong(5));
      }
    }
    return blocks.build();
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new StoreFailedException("the index cannot be read", e);
    }
  }
}
