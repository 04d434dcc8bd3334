/**
 * The index of repos in one file of sorted maps: H2's storage engine, MVStore, without SQL.
 *
 * <p><b>Terms.</b> A <i>row</i> is an entry of a map. A repo has a <i>number</i>, with which the
 * keys of its rows begin; which one that is says its row by DID. A <i>moment</i> is what all maps
 * held at one time.
 *
 * <p><b>Who sees what.</b> A map is a tree whose pages are never changed in place. Readers take the
 * roots of all maps at once and read from them as long as they like, holding up nobody. A group of
 * commits is written under a lock of its repo, for as long as it takes to put some tens of rows;
 * readers take the roots before or after that. What is larger, a log that is loaded or the snapshot
 * of a compaction, is written under a new number without a lock, and then the number is exchanged.
 *
 * <p><b>Tricky bits.</b> The file is derived data and reaches the disk when it pleases: it is made
 * anew from the logs after a process that did not close it, for its maps are saved at another time
 * than they change, and a half group may be in it. So is one of another version. One that cannot be
 * opened is moved aside first.
 *
 * <p>Whoever reads from a root must have told the store which version is in use before taking it,
 * or the store may give the pages' place in the file to others: {@code Rows} does.
 *
 * <p>H2 closes its file for good when a write to it fails, as on a full disk. The index then
 * refuses reads and writes until a restart, and says so; what was answered is in the logs.
 *
 * <p>This is the only package that knows H2. <b>Must not import</b> {@code store.car}.
 */
@NullMarked
package dev.orlop.hold.store.index;

import org.jspecify.annotations.NullMarked;
