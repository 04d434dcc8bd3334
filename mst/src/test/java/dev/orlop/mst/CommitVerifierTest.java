package dev.orlop.mst;

import static dev.orlop.mst.TestRepo.delete;
import static dev.orlop.mst.TestRepo.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.RecordOp;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitVerifier.Known;
import dev.orlop.mst.CommitVerifier.Verdict;
import dev.orlop.testkit.Cases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitVerifierTest {
  private final TestRepo repo = new TestRepo();
  private long seq;

  private CommitEvent event(CommitDraft draft) {
    return CommitNews.of(draft).toEvent(++seq);
  }

  private static Verdict verify(Optional<Known> known, CommitEvent event) {
    return CommitVerifier.verify(known, event, TestRepo.KEY.publicKey());
  }

  private static Known valid(Optional<Known> known, CommitEvent event) {
    return assertInstanceOf(Verdict.Valid.class, verify(known, event)).next();
  }

  private Known known() {
    return new Known(repo.state().rev(), repo.state().data());
  }

  @Test
  void everyCommitOfAnyHistoryIsTrueAndFollowsOnTheOneBefore() {
    Cases.run(
        20,
        random -> {
          TestRepo one = new TestRepo();
          Optional<Known> known = Optional.of(valid(Optional.empty(), event(one.commit())));
          Set<String> paths = new HashSet<>();
          for (int i = 0; i < 60; i++) {
            Map<String, RecordWrite> writes = new LinkedHashMap<>();
            for (int j = random.nextInt(1, 9); j > 0; j--) {
              String path = "com.example.note/" + random.nextInt(150);
              writes.put(
                  path,
                  paths.contains(path) && random.nextInt(3) > 0
                      ? delete(path)
                      : put(path, "" + random.nextInt(20)));
            }
            if (one.draft(writes.values().toArray(RecordWrite[]::new))
                instanceof DraftResult.Drafted(CommitDraft draft)) {
              one.apply(draft);
              draft.ops().forEach(op -> change(paths, op));
              known = Optional.of(valid(known, event(draft)));
              assertEquals(one.state().data(), known.get().data());
            }
          }
        });
  }

  private static void change(Set<String> paths, RepoOp op) {
    if (op.cid() == null) {
      paths.remove(op.path().toString());
    } else {
      paths.add(op.path().toString());
    }
  }

  @Test
  void aCommitThatOnlySignsAnewIsTrueAndBringsTheRoot() {
    repo.commit(put("com.example.note/a", "one"), put("com.example.note/b", "two"));
    Known before = known();
    CommitDraft again = repo.drafter.draftAgain(repo.state(), repo.nextRev());
    CommitEvent event = event(again);
    assertEquals(before.data(), valid(Optional.of(before), event).data());
    Verdict.Valid valid = (Verdict.Valid) verify(Optional.of(before), event);
    assertEquals(Set.of(again.cid(), before.data()), valid.blocks().keySet());
  }

  @Test
  void whatTheSizeSaysIsWhatTheBlocksTake() {
    repo.commit();
    CommitNews news = CommitNews.of(repo.commit(put("com.example.note/a", "one")));
    assertEquals(news.carSize(), news.toEvent(1).blocks().length);
  }

  @Test
  void whatWasSentReadsBackAsItWas() {
    repo.commit();
    CommitEvent event = event(repo.commit(put("com.example.note/a", "one")));
    assertArrayEquals(event.encode(), Frame.decode(event.encode()).encode());
  }

  @Test
  void aCommitThatIsKnownOrOlderIsStale() {
    CommitEvent first = event(repo.commit());
    CommitEvent second = event(repo.commit(put("com.example.note/a", "one")));
    assertEquals(new Verdict.Stale(), verify(Optional.of(known()), second));
    assertEquals(new Verdict.Stale(), verify(Optional.of(known()), first));
  }

  @Test
  void aCommitAfterOneThatIsMissingIsAGap() {
    repo.commit();
    Known before = known();
    repo.commit(put("com.example.note/a", "one"));
    CommitEvent third = event(repo.commit(put("com.example.note/b", "two")));
    assertInstanceOf(Verdict.Gap.class, verify(Optional.of(before), third));
    Known otherTree = new Known(third.since().orElseThrow(), before.data());
    assertInstanceOf(Verdict.Gap.class, verify(Optional.of(otherTree), third));
    assertInstanceOf(Verdict.Valid.class, verify(Optional.empty(), third));
  }

  @Test
  void aCommitOfAnotherKeyIsToldApart() {
    CommitEvent event = event(repo.commit());
    assertEquals(
        new Verdict.WrongKey(),
        CommitVerifier.verify(Optional.empty(), event, TestRepo.key(2).publicKey()));
  }

  @Test
  void commitsThatAreNotWhatTheySayAreInvalid() {
    repo.commit(put("com.example.note/a", "one"), put("com.example.note/b", "two"));
    CommitDraft draft =
        repo.commit(put("com.example.note/a", "three"), put("com.example.note/c", "four"));
    CommitEvent good = event(draft);
    Cid other = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});
    invalid(with(good, good.ops(), Optional.of(other), good.rev()));
    invalid(with(good, good.ops(), Optional.empty(), good.rev()));
    invalid(with(good, good.ops(), good.prevData(), Tid.parse("3zzzzzzzzzzzz")));
    invalid(with(good, List.of(), good.prevData(), good.rev()));
    invalid(with(good, good.ops().subList(0, 1), good.prevData(), good.rev()));
    List<RecordOp> twice = new ArrayList<>(good.ops());
    twice.add(good.ops().getFirst());
    invalid(with(good, twice, good.prevData(), good.rev()));
    RecordOp update = good.ops().getFirst();
    invalid(
        with(
            good,
            List.of(
                new RecordOp(update.action(), update.path(), update.cid(), other),
                good.ops().getLast()),
            good.prevData(),
            good.rev()));
    for (Cid left : CommitNews.of(draft).blocks().keySet()) {
      Map<Cid, byte[]> blocks = new LinkedHashMap<>(CommitNews.of(draft).blocks());
      blocks.remove(left);
      if (!left.equals(draft.cid())) {
        invalid(
            CommitNews.of(
                    draft.after(), draft.since(), draft.prevData(), draft.ops(), List.of(blocks))
                .toEvent(1));
      }
    }
  }

  private static CommitEvent with(
      CommitEvent event, List<RecordOp> ops, Optional<Cid> prevData, Tid rev) {
    return new CommitEvent(
        event.seq(),
        event.did(),
        rev,
        event.since(),
        event.commit(),
        prevData,
        ops,
        event.blocks(),
        event.time());
  }

  private static void invalid(CommitEvent event) {
    assertInstanceOf(Verdict.Invalid.class, verify(Optional.empty(), event));
  }
}
