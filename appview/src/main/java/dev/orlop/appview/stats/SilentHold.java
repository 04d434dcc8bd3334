package dev.orlop.appview.stats;

import dev.orlop.appview.records.HoldRef;
import java.util.Optional;

/**
 * A hold that says nothing just now.
 *
 * @param named as a record names it
 * @param reason one sentence that may be shown
 * @param last what it said when it last did
 */
public record SilentHold(HoldRef named, String reason, Optional<HoldFigure> last) {}
