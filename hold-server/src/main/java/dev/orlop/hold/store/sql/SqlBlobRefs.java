package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Questions about the blobs that the records of one repo refer to. */
final class SqlBlobRefs {
  private SqlBlobRefs() {}

  static boolean has(Connection connection, Did did, Cid blob) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.BLOB_HAS)) {
      get.setString(1, did.toString());
      get.setString(2, blob.toString());
      try (ResultSet row = get.executeQuery()) {
        return row.next();
      }
    }
  }

  static List<Cid> list(
      Connection connection, Did did, Optional<Tid> since, Optional<Cid> after, int limit)
      throws SQLException {
    String sql = since.isPresent() ? Sql.BLOB_LIST_SINCE : Sql.BLOB_LIST;
    try (PreparedStatement list = connection.prepareStatement(sql)) {
      list.setString(1, did.toString());
      list.setString(2, text(after));
      if (since.isPresent()) {
        list.setLong(3, since.get().value());
      }
      list.setInt(since.isPresent() ? 4 : 3, limit);
      List<Cid> cids = new ArrayList<>();
      try (ResultSet row = list.executeQuery()) {
        while (row.next()) {
          cids.add(Cid.parse(row.getString(1)));
        }
      }
      return cids;
    }
  }

  private static String text(Optional<Cid> after) {
    return after.map(Cid::toString).orElse("");
  }

  static List<BlobUse> uses(Connection connection, Did did, Optional<Cid> after, int limit)
      throws SQLException {
    try (PreparedStatement list = connection.prepareStatement(Sql.BLOB_USES)) {
      list.setString(1, did.toString());
      list.setString(2, text(after));
      list.setInt(3, limit);
      return uses(list);
    }
  }

  private static List<BlobUse> uses(PreparedStatement list) throws SQLException {
    List<BlobUse> uses = new ArrayList<>();
    try (ResultSet row = list.executeQuery()) {
      while (row.next()) {
        uses.add(
            new BlobUse(
                Cid.parse(row.getString(1)), RepoPath.of(row.getString(2), row.getString(3))));
      }
    }
    return uses;
  }

  static Map<RepoPath, Set<Cid>> byRecord(Connection connection, Did did) throws SQLException {
    try (PreparedStatement list = connection.prepareStatement(Sql.BLOB_ALL)) {
      list.setString(1, did.toString());
      Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
      for (BlobUse use : uses(list)) {
        blobs.computeIfAbsent(use.path(), _ -> new LinkedHashSet<>()).add(use.blob());
      }
      return blobs;
    }
  }
}
