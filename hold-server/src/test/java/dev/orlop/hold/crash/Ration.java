package dev.orlop.hold.crash;

import java.util.Optional;

/** How often something may be asked for in one life, of what the hold limits. */
final class Ration {
  private final int most;
  private int left;
  private Optional<Life> life = Optional.empty();

  Ration(int most) {
    this.most = most;
  }

  /** Takes one of this life's, if one is left. */
  boolean take(Life now) {
    if (!life.equals(Optional.of(now))) {
      life = Optional.of(now);
      left = most;
    }
    return left-- > 0;
  }
}
