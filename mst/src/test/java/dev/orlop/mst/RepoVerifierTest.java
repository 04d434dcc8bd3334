package dev.orlop.mst;

import static dev.orlop.mst.TestRepo.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoFault.Kind;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RepoVerifierTest {
  private final TestRepo repo = new TestRepo();

  RepoVerifierTest() {
    repo.commit();
    for (int i = 0; i < 30; i++) {
      repo.commit(put("com.example.note/n" + i, "text " + i));
    }
  }

  @Test
  void aGoodRepoIsReportedInFull() {
    byte[] car = repo.car();
    RepoReport report = TestRepo.verify(car);
    assertEquals(List.of(), report.faults());
    assertEquals(30, report.records());
    assertEquals(car.length, report.bytes());
    assertEquals(0, report.extraBlocks());
    assertEquals(Optional.of(repo.state().commit()), report.cid());
    assertEquals(repo.state().rev(), report.commit().orElseThrow().rev());
    assertEquals(
        MstVerifier.verify(repo.nodes, repo.state().data(), (_, _) -> {}).size(), report.nodes());
  }

  @Test
  void anyOrderAndBlocksOfNoUsePass() {
    byte[] note = TestRepo.record("of no use");
    repo.blocks.put(Cid.hash(Cid.Codec.DAG_CBOR, note), note);
    RepoReport report = TestRepo.verify(repo.carOfAllBlocks());
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.extraBlocks());
  }

  @Test
  void theWrongKeyAndTheWrongDidAreTold() {
    RepoReport report =
        TestRepo.verify(
            repo.car(),
            CarLimits.DEFAULT,
            Optional.of(Did.parse("did:web:other.example.com")),
            TestRepo.key(2));
    assertEquals(Set.of(Kind.COMMIT, Kind.SIGNATURE), kinds(report));
  }

  @Test
  void aFileThatIsCutOffIsNeverARepo() {
    byte[] car = repo.car();
    for (int length = 0; length < car.length; length += 7) {
      assertFalse(TestRepo.verify(Arrays.copyOf(car, length)).isValid(), "cut at " + length);
    }
  }

  @Test
  void aCutBetweenTwoBlocksIsSeenByTheWalk() {
    Cid last = repo.blocks.keySet().stream().filter(this::isRecord).findAny().orElseThrow();
    repo.blocks.remove(last);
    RepoReport report = TestRepo.verify(repo.carOfAllBlocks());
    assertEquals(Set.of(Kind.RECORD), kinds(report));
  }

  private boolean isRecord(Cid cid) {
    return new String(repo.blocks.get(cid), StandardCharsets.ISO_8859_1).contains("$type");
  }

  @Test
  void eachDamagedBlockIsToldAndTheRestLookedAt() {
    byte[] car = repo.car();
    String text = new String(car, StandardCharsets.ISO_8859_1);
    for (String note : List.of("text 3", "text 17")) {
      car[text.indexOf(note)] = 'T';
    }
    RepoReport report = TestRepo.verify(car);
    assertEquals(
        List.of(Kind.CAR, Kind.CAR),
        report.faults().subList(0, 2).stream().map(RepoFault::kind).toList());
    assertEquals(30, report.records());
    assertEquals(Set.of(Kind.CAR, Kind.RECORD), kinds(report));
  }

  @Test
  void everySortOfFaultIsToldAtOnce() {
    byte[] unsorted = {(byte) 0xa2, 0x61, 'b', 1, 0x61, 'a', 1};
    byte[] list = {(byte) 0x81, 1};
    TestRepo broken = new TestRepo();
    Edit.Put noPath = new Edit.Put("nocollection", add(broken, TestRepo.record("x")));
    Edit.Put noMap = new Edit.Put("com.example.note/list", add(broken, list));
    Edit.Put odd = new Edit.Put("com.example.note/odd", add(broken, unsorted));
    Edit.Put gone =
        new Edit.Put("com.example.note/gone", Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {7}));
    Edit.Put blob =
        new Edit.Put(
            "com.example.note/blob",
            Cid.of(Cid.Codec.RAW, Cid.hash(Cid.Codec.DAG_CBOR, list).sha256()));
    broken.blocks.put(blob.value(), list);
    MstEdit tree = MstEditor.build(List.of(noPath, noMap, odd, gone, blob));
    Sketch sketch = Sketch.of(Nodes.of(tree), tree.root());
    tree.created().forEach((cid, created) -> broken.blocks.put(cid, created.block()));
    assertEquals(5, count(sketch));
    Commit commit =
        Commit.sign(TestRepo.DID, Tid.parse("3ke6kg3wk2222"), tree.root(), TestRepo.key(9));
    Cid cid = add(broken, commit.encode());
    broken.head = Optional.of(new RepoState(TestRepo.DID, cid, commit.rev(), tree.root()));
    RepoReport report = TestRepo.verify(broken.carOfAllBlocks());
    assertEquals(EnumSet.of(Kind.SIGNATURE, Kind.PATH, Kind.RECORD), kinds(report));
    assertEquals(
        Set.of(
            "com.example.note/list",
            "com.example.note/odd",
            "com.example.note/gone",
            "com.example.note/blob"),
        report.faults().stream()
            .filter(fault -> fault.kind() == Kind.RECORD)
            .map(RepoFault::where)
            .collect(Collectors.toSet()));
  }

  private static int count(Sketch sketch) {
    Map<String, Cid> entries = new HashMap<>();
    sketch.collect(entries);
    return entries.size();
  }

  private static Cid add(TestRepo repo, byte[] block) {
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    repo.blocks.put(cid, block);
    return cid;
  }

  @Test
  void aRootThatIsNoCommitIsTold() {
    repo.head =
        Optional.of(
            new RepoState(
                TestRepo.DID, repo.state().data(), repo.state().rev(), repo.state().data()));
    assertEquals(Set.of(Kind.COMMIT), kinds(TestRepo.verify(repo.carOfAllBlocks())));
  }

  @Test
  void limitsHoldBeforeMemoryIsTaken() {
    byte[] car = repo.car();
    CarLimits few = new CarLimits(1024, 2_000_000, 10, 1 << 20);
    RepoReport report = TestRepo.verify(car, few, Optional.of(TestRepo.DID), TestRepo.KEY);
    assertTrue(kinds(report).contains(Kind.CAR));
    CarLimits small = new CarLimits(1024, 2_000_000, 1_000, 500);
    assertTrue(
        kinds(TestRepo.verify(car, small, Optional.of(TestRepo.DID), TestRepo.KEY))
            .contains(Kind.CAR));
  }

  @Test
  void recordsAreShownToTheCaller() throws Exception {
    RepoReport report =
        RepoVerifier.verify(
            new ByteArrayInputStream(repo.car()),
            CarLimits.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            (path, record) ->
                record.text("text").orElseThrow().equals("text 5")
                    ? Optional.of("not this one")
                    : Optional.empty());
    assertEquals(
        List.of(new RepoFault(Kind.LEXICON, "com.example.note/n5", "not this one")),
        report.faults());
  }

  @Test
  void damageIsAlwaysReportedAndNeverThrown() {
    byte[] whole = repo.car();
    RepoReport good = TestRepo.verify(whole);
    assertTrue(good.isValid());
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("mst/src/test/resources/fuzz/repo")),
        4_000,
        NeverThrown.class,
        TestRepo::verify);
  }

  @Test
  void anyRootNodeUnderAGoodCommitIsJudged() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("mst/src/test/resources/fuzz/node")),
        4_000,
        NeverThrown.class,
        block -> {
          TestRepo forged = new TestRepo();
          forged.blocks.putAll(repo.blocks);
          Cid data = add(forged, block);
          Commit commit = Commit.sign(TestRepo.DID, Tid.parse("3ke6kg3wk2222"), data, TestRepo.KEY);
          Cid cid = add(forged, commit.encode());
          forged.head = Optional.of(new RepoState(TestRepo.DID, cid, commit.rev(), data));
          assertEquals(
              0,
              TestRepo.verify(forged.carOfAllBlocks()).faults().stream()
                  .filter(fault -> fault.kind() == Kind.CAR || fault.kind() == Kind.COMMIT)
                  .count());
        });
  }

  private static final class NeverThrown extends Exception {}

  private static Set<Kind> kinds(RepoReport report) {
    return report.faults().stream()
        .map(RepoFault::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }
}
