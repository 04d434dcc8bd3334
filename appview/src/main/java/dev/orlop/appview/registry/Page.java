package dev.orlop.appview.registry;

import java.util.List;

/**
 * A part of a list.
 *
 * @param more whether something comes behind it
 */
public record Page<T>(List<T> items, boolean more) {
  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }

  /** Nothing, and nothing behind it. */
  public static <T> Page<T> empty() {
    return new Page<>(List.of(), false);
  }
}
