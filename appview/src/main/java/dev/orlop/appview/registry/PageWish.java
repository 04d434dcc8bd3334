package dev.orlop.appview.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a list of names is asked for.
 *
 * @param count at most; 0 is a page of nothing, with nothing behind it
 * @param last only what comes after it, which need not be in the list
 */
public record PageWish(int count, Optional<String> last) {
  /** The longest page, whatever is asked for. */
  public static final int MAX_COUNT = 10_000;

  /** Limits the count. */
  public PageWish {
    count = Math.min(count, MAX_COUNT);
  }

  Page<String> page(Collection<String> names) {
    if (count == 0) {
      return Page.empty();
    }
    List<String> all =
        names.stream()
            .filter(name -> last.isEmpty() || name.compareTo(last.get()) > 0)
            .sorted()
            .distinct()
            .toList();
    return new Page<>(all.subList(0, Math.min(count, all.size())), all.size() > count);
  }
}
