package dev.orlop.hold.store.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexGapException;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.StoredBlock;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.testkit.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index beside a slow model of it, over random histories of several repos. */
class MvRepoIndexTest {
  private static final Did ALICE = Did.parse("did:web:alice.example.com");
  private static final Did BOB = Did.parse("did:web:bob.example.com");

  @TempDir Path folder;

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  @Test
  void itKnowsWhatTheLogsSayHoweverItWasTold() {
    Cases.run(25, this::tell);
  }

  private void tell(SplittableRandom random) throws IOException {
    Path own = Files.createTempDirectory(folder, "case");
    List<IndexHistory> repos =
        List.of(new IndexHistory(ALICE, random), new IndexHistory(BOB, random));
    RepoIndex index = MvRepoIndex.openFile(own);
    try {
      for (int step = 0; step < 40; step++) {
        IndexHistory repo = repos.get(random.nextInt(2));
        switch (random.nextInt(12)) {
          case 0 -> {
            index.close();
            index = MvRepoIndex.openFile(own);
          }
          case 1 -> reload(index, repo);
          case 2 -> refuse(index, repo);
          default -> apply(index, repo, nextGroups(repo, random));
        }
        check(index, repo, random);
      }
      check(index, repos.getFirst(), random);
      check(index, repos.getLast(), random);
    } finally {
      index.close();
    }
  }

  private static List<Group> nextGroups(IndexHistory repo, SplittableRandom random) {
    List<Group> groups = new ArrayList<>();
    int count = random.nextInt(1, 8);
    for (int i = 0; i < count; i++) {
      groups.add(repo.next());
    }
    return groups;
  }

  private static void apply(RepoIndex index, IndexHistory repo, List<Group> groups) {
    index.apply(repo.did, groups, repo::snapshotRecords);
  }

  private static void reload(RepoIndex index, IndexHistory repo) {
    index.forget(repo.did);
    assertEquals(Optional.empty(), index.head(repo.did));
    assertEquals(List.of(), index.collections(repo.did));
    assertEquals(new RepoIndex.Size(0, 0), index.size(repo.did));
    index.load(repo.did, repo.model.groups::forEach, repo::snapshotRecords);
  }

  /** A write that fails at its end has changed nothing. */
  private static void refuse(RepoIndex index, IndexHistory repo) {
    Optional<RepoIndex.Head> before = index.head(repo.did);
    RepoIndex.Size size = index.size(repo.did);
    List<Group> groups = List.of(repo.next());
    CrashHook.hook(
        point -> {
          if (point == CrashPoint.INDEX_HALF_WRITTEN) {
            throw new StoreFailedException("no", new IOException("full"));
          }
        });
    assertThrows(StoreFailedException.class, () -> apply(index, repo, groups));
    CrashHook.unhook();
    assertEquals(before, index.head(repo.did));
    assertEquals(size, index.size(repo.did));
    apply(index, repo, groups);
  }

  private static void check(RepoIndex index, IndexHistory repo, SplittableRandom random) {
    IndexModel model = repo.model;
    Did did = repo.did;
    if (model.groups.isEmpty()) {
      assertEquals(Optional.empty(), index.head(did));
      return;
    }
    Group last = model.groups.getLast();
    assertEquals(Optional.of(last.head(did)), index.head(did));
    assertEquals(new RepoIndex.Size(model.blocks.size(), model.bytes()), index.size(did));
    index.view(did, view -> checkBlocks(view, model, random));
    for (Cid cid : model.blocks.keySet()) {
      assertEquals(Optional.of(model.block(cid).location()), index.block(did, cid));
    }
    checkRecords(index, did, model, random);
    checkBlobs(index, did, model, random);
    assertEquals(model.marks, index.marks(did));
    assertEquals(OptionalLong.empty(), index.mark(did, "none"));
    model.marks.forEach(
        (name, value) -> assertEquals(OptionalLong.of(value), index.mark(did, name)));
  }

  private static int checkBlocks(IndexView view, IndexModel model, SplittableRandom random) {
    Tid since = model.groups.get(random.nextInt(model.groups.size())).trailer().rev();
    assertEquals(model.groups.getLast().end(), view.head().position());
    assertEquals(model.blocks.size(), view.blocks().size());
    int later = 0;
    for (StoredBlock block : model.blocks.values()) {
      assertEquals(Optional.of(block), view.blocks().find(block.cid()));
      boolean isLater = block.rev().compareTo(since) > 0;
      assertEquals(isLater, view.blocksSince(since).find(block.cid()).isPresent());
      later += isLater ? 1 : 0;
    }
    assertEquals(later, view.blocksSince(since).size());
    assertEquals(Optional.empty(), view.block(IndexHistory.cid("none")));
    return later;
  }

  private static void checkRecords(
      RepoIndex index, Did did, IndexModel model, SplittableRandom random) {
    assertEquals(model.collections(), index.collections(did));
    for (Nsid collection : List.of(IndexHistory.path(0).collection(), path(1).collection())) {
      for (boolean descending : new boolean[] {false, true}) {
        List<StoredRecord> all = model.records(collection, descending);
        assertEquals(all, index.records(did, collection, Optional.empty(), 100, descending));
        RecordKey after = path(random.nextInt(20)).rkey();
        List<StoredRecord> rest =
            all.stream()
                .filter(record -> isBehind(record.path().rkey(), after, descending))
                .limit(3)
                .toList();
        assertEquals(rest, index.records(did, collection, Optional.of(after), 3, descending));
      }
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(
          Optional.ofNullable(model.records.get(path(i))),
          index.record(did, path(i)).map(StoredRecord::cid));
    }
  }

  private static RepoPath path(int number) {
    return IndexHistory.path(number);
  }

  private static boolean isBehind(RecordKey rkey, RecordKey after, boolean descending) {
    return descending ? rkey.compareTo(after) < 0 : rkey.compareTo(after) > 0;
  }

  private static void checkBlobs(
      RepoIndex index, Did did, IndexModel model, SplittableRandom random) {
    assertEquals(model.blobs, index.blobsByRecord(did));
    List<BlobUse> uses = model.uses(Optional.empty());
    assertEquals(uses, index.blobUses(did, Optional.empty(), 100));
    Optional<Tid> since =
        Optional.of(model.groups.get(random.nextInt(model.groups.size())).trailer().rev());
    assertEquals(
        model.uses(since).stream().map(BlobUse::blob).toList(),
        index.blobs(did, since, Optional.empty(), 100));
    for (int i = 0; i < uses.size(); i++) {
      assertEquals(true, index.hasBlob(did, uses.get(i).blob()));
      assertEquals(
          uses.stream().skip(i + 1).limit(2).toList(),
          index.blobUses(did, Optional.of(uses.get(i).blob()), 2));
    }
    assertEquals(false, index.hasBlob(did, IndexHistory.cid("none")));
  }

  @Test
  void aGroupThatDoesNotFollowChangesNothing() {
    IndexHistory repo = new IndexHistory(ALICE, new SplittableRandom(1));
    try (RepoIndex index = MvRepoIndex.openFile(folder)) {
      Group first = repo.next();
      Group second = repo.next();
      Group third = repo.next();
      assertThrows(IndexGapException.class, () -> apply(index, repo, List.of(second)));
      assertEquals(Optional.empty(), index.head(ALICE));
      assertThrows(IndexGapException.class, () -> apply(index, repo, List.of(first, third)));
      assertEquals(Optional.empty(), index.head(ALICE));
      apply(index, repo, List.of(first, second, third));
      check(index, repo, new SplittableRandom(1));
    }
  }

  @Test
  void reposAreListedByDidAndTheGreatestSeqIsKnown() {
    SplittableRandom random = new SplittableRandom(1);
    try (RepoIndex index = MvRepoIndex.openFile(folder)) {
      assertEquals(0, index.lastSeq());
      for (Did did : List.of(BOB, ALICE)) {
        IndexHistory repo = new IndexHistory(did, random);
        apply(index, repo, List.of(repo.next()));
        assertEquals(repo.model.groups.getLast().trailer().seq(), index.lastSeq());
      }
      assertEquals(List.of(ALICE, BOB), dids(index, Optional.empty(), 10));
      assertEquals(List.of(ALICE), dids(index, Optional.empty(), 1));
      assertEquals(List.of(BOB), dids(index, Optional.of(ALICE), 10));
      assertEquals(List.of(), dids(index, Optional.of(BOB), 10));
    }
  }

  private static List<Did> dids(RepoIndex index, Optional<Did> after, int limit) {
    return index.heads(after, limit).stream().map(state -> state.did()).toList();
  }
}
