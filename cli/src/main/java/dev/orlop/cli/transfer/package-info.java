/**
 * Push and pull: an image between a layout on disk and a hold.
 *
 * <p>{@link dev.orlop.cli.transfer.ImageHold} is all that the engines know of a hold. Manifests and
 * indexes travel as blobs like the rest. Neither engine prints: they report to a {@link
 * dev.orlop.cli.transfer.TransferListener}.
 *
 * <p>Tricky bits: of a pulled image exactly one request counts as the pull (its first config), so
 * only that one names the repository. A download is hashed while it is written, and visible only
 * when the digest fits.
 */
@NullMarked
package dev.orlop.cli.transfer;

import org.jspecify.annotations.NullMarked;
