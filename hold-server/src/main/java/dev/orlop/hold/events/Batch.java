package dev.orlop.hold.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.sql.EventTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events that are written together: as entries for the disk, and as messages for the window. */
final class Batch {
  private record Item(long seq, byte[] did, byte[] frame) {}

  private static final byte[] NOBODY = {};

  private final long before;
  private final List<Item> items;

  Batch(long before, int expected) {
    this.before = before;
    this.items = new ArrayList<>(expected);
  }

  /** Messages of events that have been written; of no use as entries. */
  static Batch of(long before, List<EventTable.Row> rows) {
    Batch batch = new Batch(before, rows.size());
    rows.forEach(row -> batch.items.add(new Item(row.seq(), NOBODY, row.frame())));
    return batch;
  }

  void add(Did did, Event event) {
    items.add(new Item(event.seq(), did.toString().getBytes(UTF_8), event.encode()));
  }

  long first() {
    return items.getFirst().seq();
  }

  /** The entries, one behind the other. */
  ByteBuffer entries() {
    int size = items.stream().mapToInt(item -> Entry.size(item.did(), item.frame())).sum();
    byte[] bytes = new byte[size];
    int at = 0;
    for (Item item : items) {
      Entry.write(item.seq(), item.did(), item.frame(), bytes, at);
      at += Entry.size(item.did(), item.frame());
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Where each of them begins. */
  Map<Long, Integer> offsets() {
    Map<Long, Integer> offsets = new LinkedHashMap<>();
    int at = 0;
    for (Item item : items) {
      offsets.put(item.seq(), at);
      at += Entry.size(item.did(), item.frame());
    }
    return offsets;
  }

  Chunk chunk() {
    long[] seqs = new long[items.size()];
    int[] ends = new int[items.size()];
    int size =
        items.stream()
            .mapToInt(item -> Messages.headBytes(item.frame().length) + item.frame().length)
            .sum();
    byte[] wire = new byte[size];
    int at = 0;
    for (int i = 0; i < items.size(); i++) {
      byte[] frame = items.get(i).frame();
      at = Messages.writeHead(frame.length, wire, at);
      System.arraycopy(frame, 0, wire, at, frame.length);
      at += frame.length;
      seqs[i] = items.get(i).seq();
      ends[i] = at;
    }
    return new Chunk(before, seqs, ends, wire);
  }
}
