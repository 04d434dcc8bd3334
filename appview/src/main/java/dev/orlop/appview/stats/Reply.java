package dev.orlop.appview.stats;

import dev.orlop.appview.records.HoldRef;
import java.util.Optional;

/** What became of a question. */
sealed interface Reply {
  /** The hold, as a record names it. */
  HoldRef named();

  /** It said this. */
  record Told(HoldRef named, Tally tally) implements Reply {}

  /**
   * Nothing.
   *
   * @param last what it said when it last did
   */
  record Silent(HoldRef named, String reason, Optional<Tally> last) implements Reply {}
}
