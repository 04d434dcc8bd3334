/**
 * Repo logs: folders of CAR segments, appended to and never changed.
 *
 * <pre>
 * repos/&lt;2 hex of sha256(did)&gt;/&lt;did&gt;/
 *   00000001.car      header, then groups: blocks, commit, trailer; blocks, commit, trailer; ...
 *   00000002.car      the next, begun when the one before grew over a size
 *   00000003.car.tmp  a compaction that did not end; deleted at start
 *   00000002.car.cut-4711  what a start cut off at that byte; ours to look at, never read
 * </pre>
 *
 * <p><b>Terms.</b> The <i>tail</i> is the end of the last segment, where groups are appended. A
 * <i>snapshot</i> is a group that holds the whole repo; a segment that begins with one makes all
 * before it obsolete. A <i>reader</i> keeps the segments that counted when it was made.
 *
 * <p><b>Tricky bits.</b> A crash while appending leaves a torn group at the end of the last
 * segment; opening cuts it off. Anything else that cannot be read is damage, and opening refuses.
 * Groups are forced many at a time, so a system that dies may have written the last of them and not
 * the first: each trailer says how far its segment was on disk before, which tells the one from the
 * other. Files that a compaction replaced are deleted when the last reader that may need them is
 * closed, or at the next start.
 *
 * <p><b>When the disk refuses.</b> A failed append is cut off, at once or before the next one, so
 * writing goes on as soon as there is room again. Only a compaction that fails after its rename and
 * cannot be undone makes the log refuse writes until a restart: what is appended behind the old
 * segments would be lost to the snapshot's.
 *
 * <p><b>Must not import</b> {@code store.index}.
 */
@NullMarked
package dev.orlop.hold.store.car;

import org.jspecify.annotations.NullMarked;
