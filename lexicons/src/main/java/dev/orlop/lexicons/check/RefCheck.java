package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.DefRef;
import org.jspecify.annotations.Nullable;

/** The check of whatever a ref names, looked up when the first value comes. */
final class RefCheck implements Check {
  private final Checks checks;
  private final DefRef target;

  // Not volatile: two threads may look it up twice, and find the same immutable check.
  private @Nullable Check found;

  RefCheck(Checks checks, DefRef target) {
    this.checks = checks;
    this.target = target;
  }

  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    Check check = found;
    if (check == null) {
      check = checks.of(target).orElse(null);
      if (check == null) {
        return Fault.of("cannot be checked: nothing is known of " + target);
      }
      found = check;
    }
    return check.check(value, depth);
  }
}
