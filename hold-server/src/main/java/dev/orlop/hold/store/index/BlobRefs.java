package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Questions about the blobs that the records of one repo refer to. */
final class BlobRefs {
  private final Moment moment;
  private final int number;

  BlobRefs(Moment moment, int number) {
    this.moment = moment;
    this.number = number;
  }

  boolean has(Cid blob) {
    byte[] all = Keys.blob(number, blob);
    return moment.firstKey(Table.BLOB, all, all).isPresent();
  }

  List<Cid> list(Optional<Tid> since, Optional<Cid> after, int limit) {
    return uses(since.<Predicate<RepoPath>>map(this::cameAfter).orElse(_ -> true), after, limit)
        .stream()
        .map(BlobUse::blob)
        .toList();
  }

  private Predicate<RepoPath> cameAfter(Tid since) {
    return path ->
        moment.get(Table.RECORD, Keys.record(number, path)) instanceof byte[] cid
            && moment
                .block(number, Cid.read(cid, 0))
                .filter(block -> block.rev() > since.value())
                .isPresent();
  }

  List<BlobUse> uses(Optional<Cid> after, int limit) {
    return uses(_ -> true, after, limit);
  }

  /** Each blob with the first of its records that is wanted. */
  private List<BlobUse> uses(Predicate<RepoPath> wanted, Optional<Cid> after, int limit) {
    byte[] all = Keys.all(number);
    List<BlobUse> uses = new ArrayList<>();
    if (limit <= 0) {
      return uses;
    }
    moment.forEach(
        Table.BLOB,
        all,
        after.map(cid -> Keys.behindBlob(number, cid)).orElse(all),
        (key, _) -> {
          Cid blob = Keys.blobOf(key);
          RepoPath path = Keys.referrer(key);
          boolean known = !uses.isEmpty() && uses.getLast().blob().equals(blob);
          if (!known && wanted.test(path)) {
            uses.add(new BlobUse(blob, path));
          }
          return uses.size() < limit;
        });
    return uses;
  }

  Map<RepoPath, Set<Cid>> byRecord() {
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    moment.forEach(
        Table.BLOBS_OF_RECORD,
        Keys.all(number),
        (key, row) -> {
          blobs.put(Keys.path(key), decode(row));
          return true;
        });
    return blobs;
  }

  /** What the rows say of one record's references. */
  static byte[] encode(Set<Cid> blobs) {
    byte[] row = new byte[blobs.size() * Cid.BYTES];
    int at = 0;
    for (Cid blob : sorted(blobs)) {
      System.arraycopy(blob.toBytes(), 0, row, at, Cid.BYTES);
      at += Cid.BYTES;
    }
    return row;
  }

  private static List<Cid> sorted(Set<Cid> blobs) {
    return blobs.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  static Set<Cid> decode(byte[] row) {
    Set<Cid> blobs = new LinkedHashSet<>();
    for (int at = 0; at < row.length; at += Cid.BYTES) {
      blobs.add(Cid.read(row, at));
    }
    return blobs;
  }
}
