package dev.orlop.mst;

import static dev.orlop.mst.TestRepo.delete;
import static dev.orlop.mst.TestRepo.path;
import static dev.orlop.mst.TestRepo.put;
import static dev.orlop.mst.TestRepo.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CommitDrafterTest {
  private final TestRepo repo = new TestRepo();

  @Test
  void aRepoBeginsWithNothingInTheStore() {
    CommitDraft draft = repo.commit();
    assertEquals(Set.of(Mst.EMPTY_ROOT, draft.cid()), draft.newBlocks().keySet());
    assertEquals(Set.of(), draft.removedNodes());
    assertEquals(Optional.empty(), draft.prevData());
    assertEquals(Optional.empty(), draft.since());
    assertTrue(TestRepo.verify(repo.car()).isValid());
  }

  @Test
  void aRepoMayBeginWithRecords() {
    CommitDraft draft = repo.commit(put("com.example.note/a", "one"));
    assertEquals(Set.of(), draft.removedNodes());
    assertEquals(3, draft.newBlocks().size());
    assertEquals(draft.cid(), List.copyOf(draft.newBlocks().keySet()).getLast());
    assertTrue(TestRepo.verify(repo.car()).isValid());
  }

  @Test
  void operationsTellWhatWasThereBefore() {
    repo.commit(put("com.example.note/a", "one"), put("com.example.note/b", "two"));
    CommitDraft draft =
        repo.commit(
            delete("com.example.note/b"),
            put("com.example.note/a", "three"),
            put("com.example.note/c", "two"));
    Cid one = Cid.hash(Cid.Codec.DAG_CBOR, record("one"));
    Cid two = Cid.hash(Cid.Codec.DAG_CBOR, record("two"));
    Cid three = Cid.hash(Cid.Codec.DAG_CBOR, record("three"));
    assertEquals(
        List.of(
            new RepoOp(RepoOp.Action.UPDATE, path("com.example.note/a"), three, one),
            new RepoOp(RepoOp.Action.DELETE, path("com.example.note/b"), null, two),
            new RepoOp(RepoOp.Action.CREATE, path("com.example.note/c"), two, null)),
        draft.ops());
    // The record that a create names comes along although the repo had those bytes before.
    assertTrue(draft.newBlocks().keySet().containsAll(Set.of(two, three)));
  }

  @Test
  void expectationsThatDoNotHoldAreToldAndNothingIsDrafted() {
    repo.commit(put("com.example.note/a", "one"));
    byte[] block = record("two");
    assertEquals(
        new DraftResult.RecordExists(path("com.example.note/a")),
        repo.draft(new RecordWrite.Create(path("com.example.note/a"), block)));
    assertEquals(
        new DraftResult.RecordMissing(path("com.example.note/b")),
        repo.draft(new RecordWrite.Update(path("com.example.note/b"), block)));
    assertEquals(
        new DraftResult.DuplicatePath(path("com.example.note/b")),
        repo.draft(put("com.example.note/b", "x"), delete("com.example.note/b")));
  }

  @Test
  void writesThatChangeNothingMakeNoCommit() {
    repo.commit(put("com.example.note/a", "one"));
    assertEquals(
        new DraftResult.Unchanged(),
        repo.draft(put("com.example.note/a", "one"), delete("com.example.note/zzz")));
    assertEquals(new DraftResult.Unchanged(), repo.draft());
  }

  @Test
  void aRevThatDoesNotRiseIsRefused() {
    repo.commit(put("com.example.note/a", "one"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            repo.drafter.draft(
                repo.head, List.of(put("com.example.note/b", "two")), repo.state().rev()));
  }

  @Test
  void draftingIsPure() {
    repo.commit(put("com.example.note/a", "one"));
    Map<Cid, byte[]> blocks = new HashMap<>(repo.blocks);
    CommitDraft first = drafted(put("com.example.note/b", "two"));
    CommitDraft second = drafted(put("com.example.note/b", "two"));
    assertEquals(first.cid(), second.cid());
    assertArrayEquals(first.commit().encode(), second.commit().encode());
    assertEquals(blocks, repo.blocks);
  }

  private CommitDraft drafted(RecordWrite... writes) {
    return assertInstanceOf(DraftResult.Drafted.class, repo.draft(writes)).draft();
  }

  @Test
  void theLastRecordLeavesAnEmptyTree() {
    repo.commit(put("com.example.note/a", "one"));
    CommitDraft draft = repo.commit(delete("com.example.note/a"));
    assertEquals(Mst.EMPTY_ROOT, draft.commit().data());
    assertTrue(draft.newBlocks().containsKey(Mst.EMPTY_ROOT));
    assertEquals(0, TestRepo.verify(repo.car()).records());
  }

  @Test
  void theSameTreeCanBeSignedAgain() {
    repo.commit(put("com.example.note/a", "one"));
    RepoState before = repo.state();
    CommitDraft again = repo.drafter.draftAgain(before, repo.nextRev());
    assertEquals(before.data(), again.commit().data());
    assertEquals(Set.of(again.cid()), again.newBlocks().keySet());
    assertEquals(List.of(), again.ops());
    repo.apply(again);
    assertTrue(TestRepo.verify(repo.car()).isValid());
  }

  @Test
  void eachCommitOfARandomHistoryVerifiesAndCanBeUndone() {
    Cases.run(25, this::history);
  }

  private void history(SplittableRandom random) {
    TestRepo history = new TestRepo();
    Map<String, String> model = new LinkedHashMap<>();
    for (int step = 0; step < 25; step++) {
      Map<String, RecordWrite> writes = new LinkedHashMap<>();
      for (int i = random.nextInt(1, 10); i > 0; i--) {
        String path = "com.example.note" + random.nextInt(2) + "/" + random.nextInt(40);
        String text = "text " + random.nextInt(10);
        writes.put(path, random.nextInt(3) == 0 ? delete(path) : put(path, text));
      }
      List<RecordWrite> list = new ArrayList<>(writes.values());
      if (!(history.drafter.draft(history.head, list, history.nextRev())
          instanceof DraftResult.Drafted(CommitDraft draft))) {
        continue;
      }
      history.apply(draft);
      for (RepoOp op : draft.ops()) {
        model.remove(op.path().toString());
        if (op.cid() instanceof Cid cid) {
          model.put(op.path().toString(), cid.toString());
        }
      }
      RepoReport report = TestRepo.verify(history.carOfAllBlocks());
      assertEquals(List.of(), report.faults());
      assertEquals(model.size(), report.records());
      undo(draft);
    }
    assertNothingIsLeftOver(history);
  }

  /** As a relay does, with the blocks of the event alone. */
  private static void undo(CommitDraft draft) {
    Map<Cid, byte[]> event = new HashMap<>(draft.newBlocks());
    event.putAll(draft.proofBlocks());
    MstInversion.Outcome undone =
        MstInversion.invert(
            NodeStore.over(event::get),
            draft.commit().data(),
            draft.ops().stream().map(RepoOp::change).toList());
    Cid before = draft.prevData().orElse(Mst.EMPTY_ROOT);
    assertEquals(new MstInversion.Outcome.Inverted(before), undone);
  }

  /** The blocks are those of the tree, its records, and the commit; replaced records may stay. */
  private static void assertNothingIsLeftOver(TestRepo history) {
    Set<Cid> tree =
        new HashSet<>(MstVerifier.verify(history.nodes, history.state().data(), (_, _) -> {}));
    tree.add(history.state().commit());
    for (Map.Entry<Cid, byte[]> block : history.blocks.entrySet()) {
      boolean record = new String(block.getValue(), StandardCharsets.ISO_8859_1).contains("$type");
      assertTrue(record || tree.contains(block.getKey()));
    }
  }
}
