/**
 * Blobs by their digest: where one lies, and how one gets in.
 *
 * <p><b>Terms.</b> A blob is <i>staged</i> while its bytes arrive, under a name that no reader
 * looks for, and <i>published</i> when they are all there, match the digest, and are on disk. A
 * <i>location</i> is what a reader gets; the backend says where, the web layer sends it. The
 * <i>trash</i> is a second shelf, from which a blob can be taken back.
 *
 * <p><b>Tricky bits.</b> Blobs never change, so what is in memory of one is right for as long as
 * the blob exists; only deletion takes it out. Publishing what is there already is no error and
 * replaces it, which heals a damaged file.
 *
 * <p><b>Must not import</b> anything of the hold but {@code disk}.
 */
@NullMarked
package dev.orlop.hold.blob;

import org.jspecify.annotations.NullMarked;
