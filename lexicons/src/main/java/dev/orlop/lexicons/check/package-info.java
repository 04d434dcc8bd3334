/**
 * Schemas made ready to run: each becomes a {@link dev.orlop.lexicons.check.Check} that looks at a
 * value and answers with nothing, or with the first fault.
 *
 * <p><b>Terms.</b> A <i>fault</i> is a place and what was expected there. A check is
 * <i>compiled</i> once, when the first value comes that needs it, and then shared by all threads.
 *
 * <p><b>Tricky bits.</b> Documents may refer to each other in circles, so a ref looks its target up
 * when a value first reaches it, never while compiling. Circles end because values end; how deep a
 * value may go is bounded all the same. Paths are put together only once there is a fault, from the
 * inside out, so that a good value leaves nothing behind but what the parsers of string formats
 * make.
 *
 * <p><b>Must not import</b> {@code dev.orlop.lexicons}.
 */
@NullMarked
package dev.orlop.lexicons.check;

import org.jspecify.annotations.NullMarked;
