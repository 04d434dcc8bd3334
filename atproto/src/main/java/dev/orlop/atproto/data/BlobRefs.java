package dev.orlop.atproto.data;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the references to blobs in records. */
public final class BlobRefs {
  /** What every reference has in it, of either form; looked for before anything is decoded. */
  private static final byte[] MARK = "mimeType".getBytes(StandardCharsets.US_ASCII);

  private BlobRefs() {}

  /**
   * The references in a value that came from a client, in the order in which they stand.
   *
   * @throws InvalidJsonException if one is not well formed
   */
  public static List<BlobRef> in(DataMap record) {
    List<BlobRef> refs = new ArrayList<>();
    walk(
        record,
        map -> {
          if (isTyped(map)) {
            refs.add(BlobRef.of(map));
          }
        });
    return refs;
  }

  /**
   * The blobs that a stored record refers to, in either form. What is not well formed refers to
   * nothing.
   *
   * @param block of the record
   */
  public static Set<Cid> inBlock(byte[] block) {
    if (!hasMark(block)) {
      return Set.of();
    }
    Set<Cid> cids = new LinkedHashSet<>();
    try {
      DataMap record = DagCbor.decodeMap(block, CborLimits.DEFAULT);
      walk(record, map -> (isTyped(map) ? map.link("ref") : legacy(map)).ifPresent(cids::add));
    } catch (CborException _) {
      return Set.of();
    }
    return cids;
  }

  private static boolean hasMark(byte[] block) {
    for (int at = 0; at + MARK.length <= block.length; at++) {
      int i = 0;
      while (i < MARK.length && block[at + i] == MARK[i]) {
        i++;
      }
      if (i == MARK.length) {
        return true;
      }
    }
    return false;
  }

  private static void walk(DataValue value, Consumer<DataMap> action) {
    switch (value) {
      case DataMap map -> {
        action.accept(map);
        map.fields().values().forEach(field -> walk(field, action));
      }
      case DataValue.Array(var items) -> items.forEach(item -> walk(item, action));
      case DataValue.Null _,
          DataValue.Bool _,
          DataValue.Int _,
          DataValue.Text _,
          DataValue.Bytes _,
          DataValue.Link _ -> {
        // Holds nothing.
      }
    }
  }

  private static boolean isTyped(DataMap map) {
    return map.type().filter("blob"::equals).isPresent();
  }

  /** Whether a value has, anywhere, a reference in the form from before {@code $type}. */
  public static boolean hasLegacy(DataMap record) {
    List<Cid> found = new ArrayList<>();
    walk(record, map -> legacy(map).ifPresent(found::add));
    return !found.isEmpty();
  }

  /** The form from before {@code $type}: two texts, {@code cid} and {@code mimeType}. */
  private static Optional<Cid> legacy(DataMap map) {
    if (map.size() != 2 || map.text("mimeType").isEmpty()) {
      return Optional.empty();
    }
    return map.text("cid").flatMap(BlobRefs::cid);
  }

  private static Optional<Cid> cid(String text) {
    try {
      return Optional.of(Cid.parse(text));
    } catch (InvalidCidException _) {
      return Optional.empty();
    }
  }
}
