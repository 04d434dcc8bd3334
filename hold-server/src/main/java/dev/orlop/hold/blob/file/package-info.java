/**
 * Blobs on the file system, in the layout of the distribution registry, so that its folder can be
 * taken over as it is.
 *
 * <p><b>Tricky bits.</b> Staging lies beside the blobs, on the same file system, because a rename
 * is at once only there. A name becomes durable with its folder: file, rename and each new folder
 * are forced, in this order.
 *
 * <p><b>Must not import</b> anything of the hold but {@code blob} and {@code disk}.
 */
@NullMarked
package dev.orlop.hold.blob.file;

import org.jspecify.annotations.NullMarked;
