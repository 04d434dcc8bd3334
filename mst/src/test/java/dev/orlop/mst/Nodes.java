package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.HashMap;
import java.util.Map;

/** A store of nodes in memory, for tests. */
final class Nodes implements NodeStore {
  private final Map<Cid, MstNode> nodes = new HashMap<>();

  /** The nodes that an edit made. */
  static Nodes of(MstEdit edit) {
    return new Nodes().add(edit);
  }

  Nodes add(MstEdit edit) {
    edit.created().forEach((cid, created) -> nodes.put(cid, created.node()));
    return this;
  }

  Nodes copy() {
    Nodes copy = new Nodes();
    copy.nodes.putAll(nodes);
    return copy;
  }

  Map<Cid, MstNode> map() {
    return nodes;
  }

  @Override
  public MstNode get(Cid cid) {
    MstNode node = nodes.get(cid);
    if (node == null) {
      throw new MissingBlockException(cid);
    }
    return node;
  }
}
