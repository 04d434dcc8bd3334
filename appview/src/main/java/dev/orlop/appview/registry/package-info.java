/**
 * The operations of a registry, free of HTTP, and the ports behind which things really are.
 *
 * <p>Terms. A <em>repository</em> is an owner's DID and a name; however a client spells the owner,
 * it is the same one. A <em>caller</em> is who asks, with what their token grants. An
 * <em>upload</em> is a blob on its way in, and its <em>sink</em> the place it goes to.
 *
 * <p>Ports: {@link dev.orlop.appview.registry.Callers}, {@link dev.orlop.appview.registry.Owners},
 * {@link dev.orlop.appview.registry.ManifestStore}, {@link dev.orlop.appview.registry.BlobStore}.
 * Each of them refuses by {@code OciException}: DENIED names the permission that is missing,
 * UNAVAILABLE says what is out of reach and carries the pause after which to try again. What a
 * caller's token grants was looked at before a port is asked; what the truth behind the port grants
 * is the port's to find out.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>The bytes of a manifest are compared with its digest each time they leave, wherever a port
 *       has them from. So are those of a blob that is relayed whole; its last bytes are held back
 *       until that is done.
 *   <li>What an upload's request sent before it broke off counts: the upload goes on from there.
 *   <li>Which digest an upload will be asked for is known for certain only when it ends; see {@link
 *       dev.orlop.appview.registry.RunningDigest}.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.registry;

import org.jspecify.annotations.NullMarked;
