/**
 * Repos and events in PostgreSQL; the only user of {@code java.sql}.
 *
 * <p><b>Terms.</b> The <i>head row</i> is the one row of the table {@code head}: it gives seqs, and
 * whoever has it is alone until the end of its transaction. A repo's row in {@code repos} says
 * where the repo stands. A block's <i>holders</i> are what holds it: its place in the tree, or the
 * records of its bytes; it is there as long as there are any.
 *
 * <p><b>Who promises what.</b> A commit is one transaction: it locks the repo's row, reads the head
 * from it, drafts, writes blocks, records, references to blobs and marks, locks the head row, takes
 * seqs, writes the events, and ends. Nothing about a repo is remembered between transactions but
 * blocks by their CIDs, so any number of processes may write. Seqs are taken under the head row's
 * lock, which is held until the commit is there for all: so their order is that of the commits, and
 * who reads behind a seq misses nothing.
 *
 * <p><b>Tricky bits.</b>
 *
 * <ul>
 *   <li>A connection that is lost while it commits leaves it open whether there was a commit. The
 *       next transaction on the repo waits for the lost one's lock and looks at the head; where
 *       somebody has written above it meanwhile, PostgreSQL says what became of the transaction.
 *   <li>The repo's row is locked before the head row, always, and no transaction locks two repos:
 *       hence no deadlock.
 *   <li>Drafting reads by the connection that holds the lock: with another one, as many writers as
 *       there are connections would wait for each other for ever.
 *   <li>A repo's number is looked up in each statement by a subquery of its own, not by a join:
 *       only so the planner knows that an index gives the order.
 * </ul>
 *
 * <p><b>Must not import</b> anything of the hold but {@code store} and {@code disk}.
 */
@NullMarked
package dev.orlop.hold.store.sql;

import org.jspecify.annotations.NullMarked;
