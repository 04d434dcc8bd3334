/**
 * What the layer records in the hold's own repo say, in memory: who uses which blob, and which
 * records belong to a manifest, a repository, a user.
 *
 * <p><b>Terms.</b> A <i>layer record</i> says that a manifest uses a blob. A blob is <i>used</i> as
 * long as any layer record names it. A <i>share</i> is one user's use of one blob, however many
 * records of theirs name it; the sum over a user's shares is the user's <i>usage</i>. The
 * <i>child</i> of an index is an image of it: a layer record names it, too, but it is a manifest,
 * takes no room here, and is not a used blob.
 *
 * <p><b>Tricky bits.</b> The records are the truth, and the only one: an index that is loaded and
 * one that followed every commit say the same. What cannot be read as a layer record but names a
 * digest counts as a use by the hold itself, so that nothing is thrown away because we did not
 * understand it. A commit that is on disk while the index of records failed becomes known here with
 * the next one; who deletes upon what is not known here calls {@link
 * dev.orlop.hold.pds.Repo#settle} first.
 *
 * <p><b>Memory.</b> About 200 bytes for each record, with one manifest in eight records and every
 * second blob used once: {@code LayerIndexSizeTest} holds it against a bound. Reading them at the
 * start takes 11 s of one core for a million: {@code LayerIndexLoadTest} measures it.
 *
 * <p><b>Must not import</b> the web server, or the packages that serve blobs.
 */
@NullMarked
package dev.orlop.hold.layers;

import org.jspecify.annotations.NullMarked;
