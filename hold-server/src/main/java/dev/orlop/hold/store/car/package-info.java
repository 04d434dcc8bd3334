/**
 * Repo logs: folders of CAR segments, appended to and never changed.
 *
 * <pre>
 * repos/&lt;2 hex of sha256(did)&gt;/&lt;did&gt;/
 *   00000001.car      header, then groups: blocks, commit, trailer; blocks, commit, trailer; ...
 *   00000002.car      the next, begun when the one before grew over a size
 *   00000003.car.tmp  a compaction that did not end; deleted at start
 * </pre>
 *
 * <p><b>Tricky bits.</b> A crash while appending leaves a torn group at the end of the last
 * segment; opening cuts it off. Anything else that cannot be read is damage, and opening refuses. A
 * segment that begins with a snapshot group makes all before it obsolete.
 *
 * <p><b>Must not import</b> {@code store.sql} or {@code java.sql}.
 */
@NullMarked
package dev.orlop.hold.store.car;

import org.jspecify.annotations.NullMarked;
