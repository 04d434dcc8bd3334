/**
 * Where repos lie: the values and seams between the log of CAR segments ({@code store.car}), which
 * is the truth, and the index ({@code store.index}), which is derived from it.
 *
 * <p><b>Terms.</b> A <i>group</i> is what one commit appends to a repo's log: its new blocks, the
 * commit, and a trailer that tells what happened. A <i>segment</i> is one file of the log, itself a
 * CARv1. The <i>index</i> says where each live block lies, which records there are, and how far of
 * the log it knows.
 *
 * <p><b>Who promises what.</b> A write is durable when its group is on disk; nothing is answered
 * before that. The index may lag behind after a crash: opening a repo replays the groups that it
 * lacks. So the index is never asked to be durable, only to be consistent.
 *
 * <p><b>Tricky bits.</b> Blocks never move but by compaction, so a place that the index named stays
 * good for a reader of the log that was made before the index was asked. That is how an export
 * streams for minutes without a transaction: one ordered read of where all blocks lie, then the log
 * alone. An index that comes back from a failure without its last groups is found out by the next
 * one, which does not {@link dev.orlop.hold.store.Group#follows follow}.
 *
 * <p><b>Must not import</b> anything of the hold but {@code disk}.
 */
@NullMarked
package dev.orlop.hold.store;

import org.jspecify.annotations.NullMarked;
