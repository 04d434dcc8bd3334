/**
 * The embedded PDS: repos, and the one way by which they change.
 *
 * <p><b>Terms.</b> The <i>head</i> is a repo's newest commit. A write is <i>drafted</i> (computed,
 * nothing changed), <i>appended</i> (durable), <i>indexed</i> (visible), and only then answered.
 *
 * <p><b>Where repos lie</b> is behind {@link dev.orlop.hold.pds.RepoHome} and {@link
 * dev.orlop.hold.pds.RepoPlace} for reading, and behind {@link dev.orlop.hold.store.RepoWriter} for
 * writing: it hands the head to {@link dev.orlop.hold.pds.CommitService}, which drafts upon it, and
 * makes what was drafted durable and visible at once.
 *
 * <p><b>Tricky bits.</b> Writers that come while another one forces the disk are taken together by
 * the next: one fsync and one write to the index for all of them, and still a commit and a rev for
 * each. In a folder, if the index fails after the append, the write is durable and not yet visible,
 * and whoever asked is told so; the next request begins by telling the index, and only then is the
 * commit told of. Reading at length goes through a {@link dev.orlop.hold.pds.RepoMoment}, which no
 * commit changes.
 *
 * <p><b>Must not import</b> the web server or the packages that serve blobs.
 */
@NullMarked
package dev.orlop.hold.pds;

import org.jspecify.annotations.NullMarked;
