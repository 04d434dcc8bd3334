/**
 * The firehose's log: all events of this server, of all its accounts, in one order.
 *
 * <pre>
 * events/
 *   0001764000000000000.events  a segment, named by its first seq: a head, then entries
 *   checkpoint                  how far the log was whole and on disk
 *   forgotten                   whose events are served no more
 * </pre>
 *
 * <p><b>Terms.</b> A <i>seq</i> numbers an event; an <i>entry</i> is an event in a segment: length,
 * CRC-32C, seq, DID, frame. <i>News</i> is what becomes an event once it has a seq. The
 * <i>window</i> is the newest part of the log in memory, shared by all readers. A <i>reader</i> is
 * one consumer's place in the log; there is no queue for each.
 *
 * <p><b>Who promises what.</b> The log is derived: what it says of commits is made again from the
 * groups of the repos' logs. So it forces nothing for a commit. A checkpoint says that the event of
 * every commit up to some seq is in the log and on disk; after a process that was killed, what the
 * repos replay beyond it and the log has not is appended under new seqs. News of accounts is told
 * by nothing else here, and is forced.
 *
 * <p><b>Tricky bits.</b>
 *
 * <ul>
 *   <li>Nothing is served before it is in its segment, so a process that is killed takes back
 *       nothing that it has told. A machine that dies may: consumers then see a commit again under
 *       another seq, and know it by its rev.
 *   <li>Readers go from disk to window by seq alone: a chunk of the window says which seq came
 *       before it, and who stands further back reads the disk. Nothing is handed over, so nothing
 *       is lost or repeated, and no writer waits.
 *   <li>Where a failed write left bytes behind the end, they may be whole entries; their seqs are
 *       below that of the entry before, by which they are known.
 *   <li>The window holds bytes as they go over the wire, message heads and all: they are written
 *       once, for thousands of readers.
 *   <li>A repo's first commit is no news: whoever makes an account tells where its repo stands.
 * </ul>
 *
 * <p><b>Must not import</b> the web server, {@code store.index}.
 */
@NullMarked
package dev.orlop.hold.events;

import org.jspecify.annotations.NullMarked;
