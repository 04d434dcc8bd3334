package dev.orlop.hold.crash;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitDrafter;
import dev.orlop.mst.DraftResult;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an account brings along from another server.
 *
 * @param records all of its repo
 * @param car the repo, signed with the key that it had there
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
record Luggage(Map<RepoPath, DataMap> records, byte[] car) {
  private static final String COLLECTION = "io.example.luggage";

  /**
   * Packs.
   *
   * @param mark in each record, to know it from those of another time
   */
  static Luggage pack(Account account, int count, long mark) {
    Map<RepoPath, DataMap> records = new TreeMap<>();
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DataMap record =
          DataMap.builder().put("$type", COLLECTION).put("n", i).put("mark", mark).build();
      RepoPath path = RepoPath.of(COLLECTION, "item" + i);
      records.put(path, record);
      writes.add(new RecordWrite.Put(path, DagCbor.encode(record)));
    }
    Tid rev = Tid.ofMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), 0);
    CommitDrafter drafter =
        new CommitDrafter(NodeStore.over(_ -> null), account.did(), account.key());
    if (drafter.draft(Optional.empty(), writes, rev)
        instanceof DraftResult.Drafted(CommitDraft draft)) {
      return new Luggage(records, car(draft));
    }
    throw new AssertionError("a first commit is always drafted");
  }

  private static byte[] car(CommitDraft draft) {
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    try {
      RepoExporter.write(car, draft.newBlocks()::get, draft.cid());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return car.toByteArray();
  }
}
