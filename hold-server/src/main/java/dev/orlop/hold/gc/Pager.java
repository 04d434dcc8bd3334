package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Goes through what comes in pages in the order of digests, one by one. For one thread. */
final class Pager<T> {
  /** Gives a page. */
  @FunctionalInterface
  interface Source<T> {
    /** What comes behind a digest; less than the limit only at the end. */
    List<T> page(Optional<Digest> after, int limit);
  }

  private final Source<T> source;
  private final Function<T, Digest> key;
  private final int limit;
  private Optional<Digest> last;
  private List<T> page = List.of();
  private int at;
  private boolean ended;

  Pager(Source<T> source, Function<T, Digest> key, Optional<Digest> after, int limit) {
    this.source = source;
    this.key = key;
    this.last = after;
    this.limit = limit;
  }

  boolean hasNext() {
    if (at < page.size()) {
      return true;
    }
    if (ended) {
      return false;
    }
    page = source.page(last, limit);
    at = 0;
    ended = page.size() < limit;
    return !page.isEmpty();
  }

  /** The next one, which stays the next. */
  T peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.get(at);
  }

  T next() {
    T next = peek();
    at++;
    last = Optional.of(key.apply(next));
    return next;
  }
}
