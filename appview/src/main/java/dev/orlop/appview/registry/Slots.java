package dev.orlop.appview.registry;

import dev.orlop.atproto.syntax.Did;
import java.util.HashMap;
import java.util.Map;

/** Counts what each account has open, and all together. */
final class Slots {
  private final int maxEach;
  private final int maxAll;
  private final Map<Did, Integer> taken = new HashMap<>();
  private int all;

  Slots(int maxEach, int maxAll) {
    this.maxEach = maxEach;
    this.maxAll = maxAll;
  }

  synchronized boolean tryTake(Did account) {
    int mine = taken.getOrDefault(account, 0);
    if (mine >= maxEach || all >= maxAll) {
      return false;
    }
    taken.put(account, mine + 1);
    all++;
    return true;
  }

  synchronized void giveBack(Did account) {
    taken.computeIfPresent(account, (_, mine) -> mine == 1 ? null : mine - 1);
    all--;
  }
}
