package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoOp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last block of a group: what the commit did, in a form that the index is made from without
 * walking trees. It lies in the repo's log and never leaves it: no root reaches it.
 *
 * <p>Its CID says {@code raw}, although it is DAG-CBOR inside: records, nodes and commits never say
 * so, hence no record, whatever its author writes into it, can pass for a trailer.
 *
 * @param seq a number of the server's clock of seqs, taken before the commit's event had its own:
 *     should the log of events be lost, seqs go on above this
 * @param timeMicros when it was made, microseconds since 1970
 * @param commit the commit's CID
 * @param rev of the commit
 * @param data the root of its tree
 * @param since the rev before; empty for the first commit
 * @param prevData the root before; empty for the first commit
 * @param ops what happened to the records; empty in a snapshot
 * @param removed the tree nodes that went out of use
 * @param marks named numbers that became true with this commit
 * @param blobs those that the records refer to which it wrote, by their paths; in a snapshot, those
 *     of all records
 * @param snapshot present if the group holds the whole repo anew, as compaction writes it
 * @param proof how many of the group's last blocks are there for the commit's event alone: nodes
 *     that were in the repo before, and that it takes to undo the commit
 */
public record Trailer(
    long seq,
    long timeMicros,
    Cid commit,
    Tid rev,
    Cid data,
    Optional<Tid> since,
    Optional<Cid> prevData,
    List<RepoOp> ops,
    List<Cid> removed,
    Map<String, Long> marks,
    Map<RepoPath, Set<Cid>> blobs,
    Optional<SnapshotRevs> snapshot,
    int proof) {
  /** What a trailer calls itself. */
  public static final String TYPE = "dev.orlop.store.group";

  private static final CborLimits LIMITS = new CborLimits(64 << 20, 8, 1_000_000, 1024);

  /** Copies the collections. */
  public Trailer {
    ops = List.copyOf(ops);
    removed = List.copyOf(removed);
    marks = Map.copyOf(marks);
    blobs = Map.copyOf(blobs);
  }

  /**
   * The rev of the commit that brought the group's block with this number, from 0.
   *
   * @throws StoreDamagedException if a snapshot holds more blocks than it has revs for
   */
  public Tid blockRev(int number) {
    return snapshot.isPresent() ? snapshot.get().block(number) : rev;
  }

  /** The same as that of a snapshot. */
  public Trailer withSnapshot(SnapshotRevs revs) {
    return new Trailer(
        seq,
        timeMicros,
        commit,
        rev,
        data,
        since,
        prevData,
        ops,
        removed,
        marks,
        blobs,
        Optional.of(revs),
        proof);
  }

  /** The CID under which a trailer's bytes stand in a segment. */
  public static Cid cidOf(byte[] encoded) {
    return Cid.hash(Cid.Codec.RAW, encoded);
  }

  /**
   * The block.
   *
   * @param forcedBefore up to which offset its segment was known to be on disk before this was
   *     written; tells a torn end from damage
   */
  public byte[] encode(long forcedBefore) {
    DataMap.Builder builder =
        DataMap.builder()
            .put("$type", TYPE)
            .put("seq", seq)
            .put("time", timeMicros)
            .put("commit", commit)
            .put("rev", rev.toString())
            .put("data", data)
            .put("ops", ops.stream().map(Trailer::encodeOp).toList())
            .put("removed", removed.stream().map(DataValue.Link::new).toList())
            .put("forced", forcedBefore);
    snapshot.ifPresent(revs -> builder.put("blockRevs", new DataValue.Bytes(revs.packed())));
    builder.putIfPresent("since", since);
    prevData.ifPresent(cid -> builder.put("prevData", cid));
    if (!blobs.isEmpty()) {
      builder.put("blobs", encodeBlobs());
    }
    if (proof > 0) {
      builder.put("proof", proof);
    }
    DataMap.Builder encodedMarks = DataMap.builder();
    marks.forEach(encodedMarks::put);
    return DagCbor.encode(builder.put("marks", encodedMarks.build()).build(), LIMITS);
  }

  private DataMap encodeBlobs() {
    DataMap.Builder builder = DataMap.builder();
    blobs.forEach(
        (path, cids) ->
            builder.put(path.toString(), cids.stream().map(DataValue.Link::new).toList()));
    return builder.build();
  }

  private static DataMap encodeOp(RepoOp op) {
    DataMap.Builder builder = DataMap.builder().put("path", op.path().toString());
    if (op.cid() instanceof Cid cid) {
      builder.put("cid", cid);
    }
    if (op.prev() instanceof Cid prev) {
      builder.put("prev", prev);
    }
    return builder.build();
  }

  /**
   * What {@link #encode} was told.
   *
   * @throws StoreDamagedException if {@code block} is no trailer
   */
  public static long forcedBefore(byte[] block) {
    return map(block).integer("forced").orElseThrow(() -> unreadable("forced"));
  }

  private static DataMap map(byte[] block) {
    try {
      DataMap map = DagCbor.decodeMap(block, LIMITS);
      if (map.type().filter(TYPE::equals).isEmpty()) {
        throw unreadable("not of its type");
      }
      return map;
    } catch (CborException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static StoreDamagedException unreadable(String reason) {
    return new StoreDamagedException("a trailer that cannot be read: " + reason);
  }

  /**
   * Reads the block.
   *
   * @throws StoreDamagedException if it is no trailer
   */
  public static Trailer decode(byte[] block) {
    DataMap map = map(block);
    try {
      Map<String, Long> marks = new TreeMap<>();
      DataMap encodedMarks = map.map("marks").orElseThrow();
      for (String name : encodedMarks.fields().keySet()) {
        marks.put(name, encodedMarks.integer(name).orElseThrow());
      }
      return new Trailer(
          map.integer("seq").orElseThrow(),
          map.integer("time").orElseThrow(),
          map.link("commit").orElseThrow(),
          Tid.parse(map.text("rev").orElseThrow()),
          map.link("data").orElseThrow(),
          map.text("since").map(Tid::parse),
          map.link("prevData"),
          decodeOps(map.array("ops").orElseThrow()),
          decodeLinks(map.array("removed").orElseThrow()),
          marks,
          decodeBlobs(map),
          map.bytes("blockRevs").map(SnapshotRevs::decode),
          Math.toIntExact(map.integer("proof").orElse(0)));
    } catch (NoSuchElementException | IllegalArgumentException | ArithmeticException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static List<RepoOp> decodeOps(List<DataValue> items) {
    List<RepoOp> ops = new ArrayList<>(items.size());
    for (DataValue item : items) {
      if (!(item instanceof DataMap map)) {
        throw new StoreDamagedException("an operation in a trailer that is no map");
      }
      ops.add(
          RepoOp.of(
              RepoPath.parse(map.text("path").orElseThrow()),
              map.link("prev").orElse(null),
              map.link("cid").orElse(null)));
    }
    return ops;
  }

  /** Logs from before blobs have no such field. */
  private static Map<RepoPath, Set<Cid>> decodeBlobs(DataMap map) {
    DataMap encoded = map.map("blobs").orElse(DataMap.EMPTY);
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    for (String path : encoded.fields().keySet()) {
      blobs.put(
          RepoPath.parse(path),
          new LinkedHashSet<>(decodeLinks(encoded.array(path).orElseThrow())));
    }
    return blobs;
  }

  private static List<Cid> decodeLinks(List<DataValue> items) {
    List<Cid> cids = new ArrayList<>(items.size());
    for (DataValue item : items) {
      if (!(item instanceof DataValue.Link(Cid cid))) {
        throw new StoreDamagedException("an address in a trailer that is no link");
      }
      cids.add(cid);
    }
    return cids;
  }
}
