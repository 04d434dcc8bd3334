package dev.orlop.appview.app;

import dev.orlop.appview.pds.PdsLimits;
import java.time.Duration;

/**
 * How long others may take, while a client waits that gives up after half a minute or so.
 *
 * @param answer a PDS or a hold, for one answer
 * @param reads what a read of a repo may cost
 */
record Patience(Duration answer, PdsLimits reads) {
  /** For the public network. A hold that puts the parts of a large blob together needs a while. */
  static final Patience USUAL = new Patience(Duration.ofSeconds(20), PdsLimits.DEFAULT);

  /** For questions on which nothing hangs: who does not answer soon has not answered. */
  static final Duration BRIEF = Duration.ofSeconds(5);
}
