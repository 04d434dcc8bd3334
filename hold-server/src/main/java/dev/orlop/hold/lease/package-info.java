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
 * <p><b>Several processes.</b> A lease is a row of a table then, and the row is the lock, too. To
 * take a lease is one statement that inserts the row or prolongs it. Who takes blobs away inserts
 * or locks their rows in a transaction, sees which are leased, moves the blobs and only then ends
 * the transaction, by undoing it: a row that was not there before has never been. PostgreSQL has
 * whoever would write the same row wait for that end. So again: if the push comes first, its lease
 * is in the table before the collector's lock is, and the collector reads it; if the collector
 * comes first, the push's statement returns after the move, and what it looks for then it finds in
 * the trash. A process that dies gives its locks free with its connection. One whose connection
 * alone is lost would go on without them: therefore it asks for them between copying a blob to the
 * trash and deleting it where it was. What is left of that gap is one call to the bucket, and what
 * goes wrong in it is a blob in the trash that a record brings back. What a process took itself in
 * this hour it remembers, so a blob that is asked for again costs nothing; the memory is never
 * right of a lease that the table has not for an hour more.
 *
 * <p>Who gave a blob up lately is in a table as well, and that is asked only of blobs that are
 * missing.
 *
 * <p>Records are looked at, too, in a memory that follows the commits of other processes a moment
 * late; that does no harm, for whoever wrote a record had a lease that is still good.
 *
 * <p><b>Must not import</b> anything of the hold but {@code blob}, {@code disk} and {@code
 * store.sql}.
 */
@NullMarked
package dev.orlop.hold.lease;

import org.jspecify.annotations.NullMarked;
