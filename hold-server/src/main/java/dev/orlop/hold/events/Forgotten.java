package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Accounts whose events are served no more, those up to some seq. Safe for several threads. */
final class Forgotten {
  private final SmallFile file;
  private volatile Map<String, Long> upTo = Map.of();

  private Forgotten(SmallFile file) {
    this.file = file;
  }

  static Forgotten open(SmallFile file) throws IOException {
    Forgotten forgotten = new Forgotten(file);
    Map<String, Long> upTo = new HashMap<>();
    for (String line : file.read()) {
      int space = line.indexOf(' ');
      upTo.put(line.substring(space + 1), Long.valueOf(line.substring(0, space)));
    }
    forgotten.upTo = Map.copyOf(upTo);
    return forgotten;
  }

  boolean hides(Entry entry) {
    Map<String, Long> known = upTo;
    return !known.isEmpty() && entry.seq() <= known.getOrDefault(entry.did(), 0L);
  }

  /** Hides what an account has in the log, up to {@code seq}; on disk when the call returns. */
  synchronized void add(Did did, long seq) {
    Map<String, Long> next = new HashMap<>(upTo);
    next.put(did.toString(), seq);
    replace(next);
  }

  /** Drops what hides nothing any more, since the log begins behind {@code seq}. */
  synchronized void dropUpTo(long seq) {
    Map<String, Long> next = new HashMap<>(upTo);
    if (next.values().removeIf(hidden -> hidden <= seq)) {
      replace(next);
    }
  }

  private void replace(Map<String, Long> next) {
    List<String> lines = new ArrayList<>();
    next.forEach((did, seq) -> lines.add(seq + " " + did));
    file.write(lines);
    upTo = Map.copyOf(next);
  }
}
