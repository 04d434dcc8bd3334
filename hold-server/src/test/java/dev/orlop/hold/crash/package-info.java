/**
 * Kills a hold and looks at what is left.
 *
 * <p><b>Terms.</b> A hold runs in a process of its own, on one folder, through many <i>lives</i>.
 * In each, <i>clients</i> call it all at once over HTTP, until it ends at once: at a named point
 * between two durable steps, or killed at any moment. A request whose answer did not come is <i>in
 * doubt</i>: it was done or was not. After the restart each client holds the hold against what it
 * was answered, and settles its doubts by what it finds, so that the next life begins with none.
 */
@NullMarked
package dev.orlop.hold.crash;

import org.jspecify.annotations.NullMarked;
