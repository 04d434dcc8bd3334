package dev.orlop.bench.mst;

import dev.orlop.car.cid.Cid;
import dev.orlop.mst.Edit;
import dev.orlop.mst.MstDiff;
import dev.orlop.mst.MstEdit;
import dev.orlop.mst.MstEditor;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.NodeStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The tree alone. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TreeBenchmark {
  /** The root that the reference implementation gives the same 100,000 keys. */
  private static final String ROOT = "bafyreic5szybpkc7nltirpeiuwac2hoiqzowu4hfkkeuunzv2zcgo3fupm";

  private final List<String> keys = new ArrayList<>();
  private final Map<Cid, MstNode> nodes = new HashMap<>();
  private final NodeStore store = cid -> Objects.requireNonNull(nodes.get(cid));
  private Cid root;
  private int next = Workload.RECORDS;

  /** Builds the tree that single edits start from. */
  public TreeBenchmark() {
    for (int i = 0; i < Workload.RECORDS; i++) {
      keys.add(Workload.key(i));
    }
    MstEdit built = build();
    if (!built.root().toString().equals(ROOT)) {
      throw new IllegalStateException("not the root of the reference: " + built.root());
    }
    add(built);
    root = built.root();
  }

  /** 100,000 keys: every node encoded, and the root. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public final MstEdit build() {
    List<Edit.Put> puts = new ArrayList<>(keys.size());
    for (String key : keys) {
      puts.add(new Edit.Put(key, Workload.VALUE));
    }
    return MstEditor.build(puts);
  }

  /**
   * One key added at the right edge, as a new TID is: the new root, and which nodes came and went.
   * The tree grows with each round.
   */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public MstEdit addOneKey() {
    next += 37;
    return grow(Workload.key(next));
  }

  /** One key added anywhere, as a digest is. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public MstEdit addOneScatteredKey() {
    next += 37;
    return grow(keys.get((int) (next * 197L % keys.size())) + next);
  }

  /**
   * As {@link #addOneKey}, and then the two trees compared as if nothing were known of the edit.
   */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public MstDiff addOneKeyThenDiff() {
    Cid before = root;
    next += 37;
    String key = Workload.key(next);
    MstEdit edit = MstEditor.apply(store, root, List.of(new Edit.Put(key, Workload.VALUE)));
    add(edit);
    MstDiff diff = MstDiff.between(store, before, edit.root());
    edit.removed().forEach(nodes::remove);
    root = edit.root();
    return diff;
  }

  private MstEdit grow(String key) {
    MstEdit edit = MstEditor.apply(store, root, List.of(new Edit.Put(key, Workload.VALUE)));
    add(edit);
    edit.removed().forEach(nodes::remove);
    root = edit.root();
    return edit;
  }

  private void add(MstEdit edit) {
    edit.created().forEach((cid, created) -> nodes.put(cid, created.node()));
  }
}
