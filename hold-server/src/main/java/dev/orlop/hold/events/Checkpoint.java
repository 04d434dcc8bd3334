package dev.orlop.hold.events;

import java.util.List;
import java.util.Optional;

/**
 * How far the log was whole and on disk.
 *
 * @param settled the events of all commits whose own seq is not above this are in the log
 * @param last the seq of the log's last event
 * @param segment the first seq of the last segment; zero if there was none
 * @param end of that segment, in bytes
 * @param closed whether nothing was written after this
 */
record Checkpoint(long settled, long last, long segment, long end, boolean closed) {
  private static final String VERSION = "orlop-events 1";

  List<String> lines() {
    return List.of(VERSION, "%d %d %d %d %b".formatted(settled, last, segment, end, closed));
  }

  static Optional<Checkpoint> parse(List<String> lines) {
    if (lines.size() != 2 || !lines.getFirst().equals(VERSION)) {
      return Optional.empty();
    }
    String[] words = lines.getLast().split(" ", -1);
    return Optional.of(
        new Checkpoint(
            Long.parseLong(words[0]),
            Long.parseLong(words[1]),
            Long.parseLong(words[2]),
            Long.parseLong(words[3]),
            Boolean.parseBoolean(words[4])));
  }

  Checkpoint withClosed(boolean is) {
    return new Checkpoint(settled, last, segment, end, is);
  }
}
