/**
 * The grammar of the OCI distribution and image specifications (1.1): names, tags, references,
 * ranges, manifests, and the errors of a registry. Pure: no threads, no clocks, no I/O.
 *
 * <p>Terms. A <em>manifest</em> is a JSON document that names other content by
 * <em>descriptors</em>: an image (config and layers), an <em>index</em> (other manifests), or
 * something else with a media type of its own. Its <em>subject</em> is the manifest that it says
 * something about; seen from there it is a <em>referrer</em>. A <em>reference</em> is the tag or
 * the digest in a manifest's URL.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>The bytes of a manifest are the manifest: its digest is theirs. They are kept, and never
 *       written anew from what was read out of them.
 *   <li>A manifest may have fields that nobody here knows, numbers with fractions among them. So it
 *       is not read as a value of the AT Protocol's data model, which has none.
 *   <li>A media type that nobody here knows is no fault.
 *   <li>Docker does not let {@code :} into a name, so a DID comes as {@code did-plc-...}.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.oci;

import org.jspecify.annotations.NullMarked;
