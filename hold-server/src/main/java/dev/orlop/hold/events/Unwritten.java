package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * News that is not in the log yet, in order. It waits no longer than the next write takes, unless
 * the disk refuses; then it must not grow without end: of the commits of each repo, only where they
 * led is kept.
 */
final class Unwritten {
  private static final System.Logger LOGGER = System.getLogger(Unwritten.class.getName());

  private final long maxBytes;
  private List<News> waiting = new ArrayList<>();
  private long bytes;

  Unwritten(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(News news) {
    waiting.add(news);
    bytes += news.size();
    if (bytes > maxBytes) {
      shorten();
    }
  }

  private void shorten() {
    Map<Did, News> last = new LinkedHashMap<>();
    List<News> shorter = new ArrayList<>();
    for (News news : waiting) {
      switch (news) {
        case News.Commit commit -> last.put(commit.did(), commit.withoutOps());
        case News.Sync sync -> last.put(sync.did(), sync);
        case News.Identity identity -> shorter.add(identity);
        case News.Account account -> shorter.add(account);
      }
    }
    shorter.addAll(last.values());
    LOGGER.log(
        System.Logger.Level.ERROR,
        "the log of events takes nothing; of {0} events that wait, {1} are kept",
        waiting.size(),
        shorter.size());
    waiting = shorter;
    bytes = shorter.stream().mapToLong(News::size).sum();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The first of what waits, at least one and not much more than so many bytes. */
  List<News> first(long most) {
    int count = 0;
    long size = 0;
    while (count < waiting.size() && (count == 0 || size < most)) {
      size += waiting.get(count).size();
      count++;
    }
    return List.copyOf(waiting.subList(0, count));
  }

  /** Takes the first away: they are written. */
  void drop(int count) {
    List<News> written = waiting.subList(0, count);
    bytes -= written.stream().mapToLong(News::size).sum();
    written.clear();
  }
}
