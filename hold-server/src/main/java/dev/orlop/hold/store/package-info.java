/**
 * Where repos lie: the values and seams between the log of CAR segments ({@code store.car}), which
 * is the truth, and the index ({@code store.sql}), which is derived from it.
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
 * <p><b>Must not import</b> anything of the hold but this package's own children's interfaces.
 */
@NullMarked
package dev.orlop.hold.store;

import org.jspecify.annotations.NullMarked;
