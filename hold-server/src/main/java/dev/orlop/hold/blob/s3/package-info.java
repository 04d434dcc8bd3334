/**
 * Blobs in a bucket of an S3, in the layout of the distribution registry, so that its bucket can be
 * taken over as it is.
 *
 * <p><b>Terms.</b> A blob is <i>staged</i> under {@code uploads/}, where no reader looks, and
 * <i>promoted</i> by copying it to its place and then deleting it there. An S3 renames nothing: a
 * promotion that was interrupted leaves both, and is done again or swept.
 *
 * <p><b>Tricky bits.</b> An S3 is never trusted with a digest: what came through here was hashed on
 * the way, what went to it directly is read once before it is promoted. A 404 of HEAD does not say
 * whether the object or the bucket is gone, so the bucket is asked for. A body that breaks off is
 * read on from there: {@link ObjectStream}. Checksums of the newer kind are sent and wanted only
 * where the protocol demands them, unless configured otherwise: many an S3 knows none. Bodies are
 * sent unsigned over https and signed over http.
 *
 * <p><b>Must not import</b> anything of the hold but {@code blob} and {@code disk}. The only user
 * of the S3 client.
 */
@NullMarked
package dev.orlop.hold.blob.s3;

import org.jspecify.annotations.NullMarked;
