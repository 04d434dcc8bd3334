package dev.orlop.hold.layers;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries that know their own key, found by its hash. Takes 5 to 11 bytes for each, where a map of
 * the JDK takes 50 with the key: there are millions of them. For one thread.
 */
final class CompactTable<E> {
  private static final int LEAST = 4;

  private final ToIntFunction<? super E> hash;
  // A power of two, at most three quarters full; who finds their slot taken goes to the next.
  private @Nullable Object[] slots = new @Nullable Object[LEAST];
  private int size;

  CompactTable(ToIntFunction<? super E> hash) {
    this.hash = hash;
  }

  int size() {
    return size;
  }

  @Nullable E find(int wanted, Predicate<? super E> is) {
    for (int i = home(wanted); slots[i] != null; i = next(i)) {
      E entry = at(i);
      if (is.test(entry)) {
        return entry;
      }
    }
    return null;
  }

  /** Adds an entry that is not there. */
  void add(E entry) {
    if ((size + 1) * 4L > slots.length * 3L) {
      grow();
    }
    put(entry);
    size++;
  }

  /** Removes this very entry; {@link IllegalStateException} if it is not there. */
  void remove(E entry) {
    int gap = home(hash.applyAsInt(entry));
    while (slots[gap] != entry) {
      if (slots[gap] == null) {
        throw new IllegalStateException("not in the table: " + entry);
      }
      gap = next(gap);
    }
    // Whoever stands behind the gap and would be looked for at or before it moves into it.
    for (int i = next(gap); slots[i] != null; i = next(i)) {
      int home = home(hash.applyAsInt(at(i)));
      if (((i - home) & (slots.length - 1)) >= ((i - gap) & (slots.length - 1))) {
        slots[gap] = slots[i];
        gap = i;
      }
    }
    slots[gap] = null;
    size--;
  }

  void forEach(Consumer<? super E> action) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null) {
        action.accept(at(i));
      }
    }
  }

  private void grow() {
    @Nullable Object[] former = slots;
    slots = new @Nullable Object[Math.multiplyExact(former.length, 2)];
    for (Object entry : former) {
      if (entry != null) {
        put(cast(entry));
      }
    }
  }

  private void put(E entry) {
    int i = home(hash.applyAsInt(entry));
    while (slots[i] != null) {
      i = next(i);
    }
    slots[i] = entry;
  }

  // Only a slot that holds an entry is asked for.
  @SuppressWarnings("NullAway")
  private E at(int slot) {
    return cast(slots[slot]);
  }

  @SuppressWarnings("unchecked")
  private E cast(Object entry) {
    return (E) entry;
  }

  private int home(int hashed) {
    // Fibonacci hashing: spreads what differs in high bits, or only in low ones.
    return (hashed * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
