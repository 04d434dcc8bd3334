/**
 * Clears away blobs that no record names and nobody relies on, so that it cannot hurt.
 *
 * <p><b>Terms.</b> A blob is <i>free</i> if no layer record names it, there is no lease on it, and
 * it has been stored for longer than the <i>grace</i>. A <i>survey</i> goes through the store and
 * the used blobs side by side, in the order of digests, and finds the free ones. A free blob is a
 * <i>candidate</i> from the first survey that finds it so; one that a later survey finds so still,
 * after the <i>interval</i>, is <i>collected</i>: moved to the trash. What has lain in the trash
 * for longer than the <i>retention</i> is <i>purged</i>. What is done at one time is a <i>run</i>,
 * and leaves a <i>receipt</i>: a signed record in the hold's repo that says what, why and when.
 *
 * <p><b>Why nothing is lost.</b> That a blob is free is looked at twice in surveys, and once more
 * when it is moved, under the lock that every push takes before it relies on the blob ({@code
 * hold.lease} has the argument); and once more in the same way when it is purged. Until then it
 * comes back by itself when somebody relies on it or a record names it, and by hand.
 *
 * <p><b>Why it can be killed.</b> The journal of a run says what is about to be moved, on disk,
 * before it is; a run that was cut off is taken up where it was, looks at what it had announced as
 * it would have, and leaves its receipt under the name that it had from its beginning. The list of
 * candidates is replaced at once and as a whole; without it, a survey begins anew.
 *
 * <p><b>Memory.</b> Nothing here grows with the number of blobs: pages of both sides, batches, and
 * files. {@code SurveySizeTest} holds a survey of millions against a bound.
 *
 * <p><b>Must not import</b> the web server, or {@code upload}.
 */
@NullMarked
package dev.orlop.hold.gc;

import org.jspecify.annotations.NullMarked;
