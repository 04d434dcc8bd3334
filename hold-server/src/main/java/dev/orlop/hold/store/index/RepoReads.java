package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Questions about the records and marks of one repo at one moment. */
final class RepoReads {
  private final Moment moment;
  private final int number;

  RepoReads(Moment moment, int number) {
    this.moment = moment;
    this.number = number;
  }

  BlobRefs blobs() {
    return new BlobRefs(moment, number);
  }

  Optional<StoredRecord> record(RepoPath path) {
    return moment.get(Table.RECORD, Keys.record(number, path)) instanceof byte[] row
        ? stored(path, row)
        : Optional.empty();
  }

  private Optional<StoredRecord> stored(RepoPath path, byte[] row) {
    Cid cid = Cid.read(row, 0);
    return moment.block(number, cid).map(block -> new StoredRecord(path, cid, block.location()));
  }

  List<StoredRecord> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    List<StoredRecord> records = new ArrayList<>();
    if (limit <= 0) {
      return records;
    }
    Moment.RowAction action =
        (key, row) -> {
          RepoPath path = Keys.path(key);
          if (!after.equals(Optional.of(path.rkey()))) {
            stored(path, row).ifPresent(records::add);
          }
          return records.size() < limit;
        };
    byte[] all = Keys.records(number, collection);
    Optional<byte[]> last = after.map(rkey -> Keys.record(number, collection, rkey));
    if (descending) {
      byte[] first = last.orElse(Keys.behindRecords(number, collection));
      moment.forEachDown(Table.RECORD, all, first, action);
    } else {
      moment.forEach(Table.RECORD, all, last.orElse(all), action);
    }
    return records;
  }

  /** All records, by path. */
  Map<RepoPath, Cid> records() {
    Map<RepoPath, Cid> records = new TreeMap<>();
    moment.forEach(
        Table.RECORD,
        Keys.all(number),
        (key, row) -> {
          records.put(Keys.path(key), Cid.read(row, 0));
          return true;
        });
    return records;
  }

  List<Nsid> collections() {
    List<Nsid> collections = new ArrayList<>();
    byte[] all = Keys.all(number);
    Optional<byte[]> key = moment.firstKey(Table.RECORD, all, all);
    while (key.isPresent()) {
      Nsid collection = Keys.path(key.get()).collection();
      collections.add(collection);
      key = moment.firstKey(Table.RECORD, all, Keys.behindRecords(number, collection));
    }
    return collections;
  }

  OptionalLong mark(String name) {
    return moment.get(Table.MARK, Keys.mark(number, name)) instanceof byte[] row
        ? OptionalLong.of(RowChange.mark(row))
        : OptionalLong.empty();
  }

  Map<String, Long> marks() {
    Map<String, Long> marks = new TreeMap<>();
    moment.forEach(
        Table.MARK,
        Keys.all(number),
        (key, row) -> {
          marks.put(Keys.name(key), RowChange.mark(row));
          return true;
        });
    return marks;
  }
}
