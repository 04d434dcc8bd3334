/**
 * Who relies on a blob, and where that meets who takes blobs away.
 *
 * <p><b>Terms.</b> A push <i>relies</i> on a blob when it was told that the blob is there, or
 * brought it: it will not send it again. From then on there is a <i>lease</i> on the blob, for
 * longer than a push takes; the layer records that the push ends with take over from it. A blob is
 * <i>free</i> if there is neither a lease on it nor a record that names it.
 *
 * <p><b>Why no blob is taken from under a push.</b> Both meet in {@link
 * dev.orlop.hold.lease.BlobKeeper}, under the lock of the digest: a push takes its lease before it
 * is told anything, and looks for the blob after that; the collector looks for leases and moves the
 * blob to the trash in one go. If the push comes first, the collector finds its lease. If the
 * collector comes first, the push finds the blob in the trash and takes it back, or finds nothing
 * and sends it. What is taken away is only moved, so even a lease that is lost with the power is no
 * blob lost: the records that the push ends with bring it back.
 *
 * <p><b>Tricky bits.</b> A lease is on the first eight bytes of a digest: two blobs that have them
 * in common are kept both, which harms nobody and makes a lease cost eight bytes. Leases are
 * written down once in an hour for each blob, not at each question, and not forced to disk: they
 * outlive the process, not a power cut.
 *
 * <p>Several processes on one store would need both the leases and the locks in a place that they
 * share: {@link dev.orlop.hold.lease.Leases} and {@link dev.orlop.hold.lease.DigestLocks} are all
 * that would change.
 *
 * <p><b>Must not import</b> anything of the hold but {@code blob} and {@code disk}.
 */
@NullMarked
package dev.orlop.hold.lease;

import org.jspecify.annotations.NullMarked;
