package dev.orlop.hold.store.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside a writer: each finds a repo as it was behind some group. */
class RowsTest {
  private static final Did DID = Did.parse("did:web:alice.example.com");
  private static final int GROUPS = 600;

  /** Threads of the platform: they never rest, and virtual ones would leave none for who waits. */
  private static final int READERS = 3;

  @TempDir Path folder;

  @Test
  void whoReadsWhileGroupsAreWrittenFindsWholeOnes() throws Exception {
    IndexHistory repo = new IndexHistory(DID, new SplittableRandom(7));
    Map<Cid, Set<Cid>> blocksAt = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(repo.next());
      blocksAt.put(groups.getLast().trailer().commit(), new HashSet<>(repo.model.blocks.keySet()));
    }
    try (MvRepoIndex index = MvRepoIndex.openFile(folder);
        ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      index.apply(DID, groups.subList(0, 1), repo::snapshotRecords);
      AtomicBoolean over = new AtomicBoolean();
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> read(index, blocksAt, over)));
      }
      for (int i = 1; i < GROUPS; i++) {
        index.apply(DID, groups.subList(i, i + 1), repo::snapshotRecords);
        if (i % 50 == 0) {
          // Pages are written out, and the places of old ones given away.
          index.file().store().commit();
        }
      }
      over.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  private static int read(RepoIndex index, Map<Cid, Set<Cid>> blocksAt, AtomicBoolean over) {
    int rounds = 0;
    while (!over.get()) {
      index.view(DID, view -> requireWhole(view, blocksAt));
      rounds++;
    }
    return rounds;
  }

  private static int requireWhole(IndexView view, Map<Cid, Set<Cid>> blocksAt) {
    Set<Cid> wanted = Objects.requireNonNull(blocksAt.get(view.head().state().commit()));
    BlockTable found = view.blocks();
    assertEquals(wanted.size(), found.size());
    wanted.forEach(cid -> assertTrue(found.find(cid).isPresent() && view.block(cid).isPresent()));
    return found.size();
  }
}
