/**
 * OCI images as files: the image layout (image-spec v1.1, image-layout.md), read and written, and
 * the walk from a manifest to all it refers to.
 *
 * <p>Terms. A <em>descriptor</em> names content: media type, digest, size. A <em>manifest</em> is
 * an image manifest (config and layers) or an <em>index</em> (manifests). A <em>root</em> is a
 * manifest that a layout's {@code index.json} names.
 *
 * <p>Tricky bits: everything read is untrusted. Sizes meet a limit before memory is taken, a path
 * is built from a parsed {@code Digest} only, an index may nest (and, in bad data, would nest for
 * ever). The bytes of a manifest are kept as they came: a manifest written anew would have another
 * digest.
 *
 * <p>Imports nothing of the network.
 */
@NullMarked
package dev.orlop.cli.oci;

import org.jspecify.annotations.NullMarked;
