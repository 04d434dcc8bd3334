package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a relay sees when a commit is not what it says; that good ones pass is tested elsewhere. */
class MstInversionTest {
  private static final Cid ONE = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});
  private static final Cid TWO = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {2});

  private final MstEdit before = MstEditor.build(puts());
  private final Nodes store = Nodes.of(before);
  private final MstEdit after =
      MstEditor.apply(
          store,
          before.root(),
          List.of(new Edit.Put("c/new", ONE), new Edit.Put("c/3", TWO), new Edit.Delete("c/4")));
  private final MstDiff.Change created = change("c/new", null, ONE);
  private final MstDiff.Change updated = change("c/3", ONE, TWO);
  private final MstDiff.Change deleted = change("c/4", ONE, null);

  MstInversionTest() {
    store.add(after);
  }

  private static List<Edit.Put> puts() {
    List<Edit.Put> puts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      puts.add(new Edit.Put("c/" + i, ONE));
    }
    return puts;
  }

  @Test
  void aTrueCommitLeadsBackInAnyOrderOfItsOperations() {
    assertEquals(before.root(), root(created, updated, deleted));
    assertEquals(before.root(), root(deleted, updated, created));
  }

  @Test
  void anOperationLeftOutOrWithAnotherPastLeadsElsewhere() {
    assertNotEquals(before.root(), root(created, updated));
    assertNotEquals(before.root(), root(created, change("c/3", TWO, TWO), deleted));
    assertNotEquals(before.root(), root(created, updated, change("c/4", TWO, null)));
  }

  @Test
  void anOperationThatTheTreeDoesNotShowIsInvalid() {
    invalid(created, change("c/3", ONE, ONE), deleted);
    invalid(change("c/new", null, TWO), updated, deleted);
    invalid(change("c/never", null, ONE), created, updated, deleted);
    invalid(created, updated, deleted, change("c/5", ONE, null));
    invalid(created, updated, deleted, change("c/5", null, null));
  }

  @Test
  void twoOperationsOnOnePathAreInvalid() {
    invalid(created, updated, deleted, updated);
  }

  @Test
  void aNodeThatDidNotComeAlongMakesTheCommitInvalid() {
    for (Cid cid : after.created().keySet()) {
      Nodes part = store.copy();
      part.map().remove(cid);
      assertInstanceOf(
          MstInversion.Outcome.Invalid.class,
          MstInversion.invert(part, after.root(), List.of(created, updated, deleted)));
    }
  }

  private Cid root(MstDiff.Change... changes) {
    return assertInstanceOf(
            MstInversion.Outcome.Inverted.class,
            MstInversion.invert(store, after.root(), List.of(changes)))
        .root();
  }

  private void invalid(MstDiff.Change... changes) {
    assertInstanceOf(
        MstInversion.Outcome.Invalid.class,
        MstInversion.invert(store, after.root(), List.of(changes)));
  }

  private static MstDiff.Change change(String key, @Nullable Cid before, @Nullable Cid after) {
    return new MstDiff.Change(MstKey.of(key), before, after);
  }
}
