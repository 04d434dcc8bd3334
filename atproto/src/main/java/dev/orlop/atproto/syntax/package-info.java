/**
 * The identifiers of the AT Protocol as values: parsed once at the edge, immutable, equal when
 * their canonical text is equal.
 *
 * <p><b>Terms.</b> A <i>DID</i> names an account for ever, a <i>handle</i> is its domain name of
 * the day. An <i>NSID</i> names a schema or a method, a <i>record key</i> a record in a collection,
 * a <i>TID</i> is a time-ordered key. A <i>repo path</i> is {@code collection/rkey}, the key of the
 * tree.
 *
 * <p><b>Tricky bits.</b> Lengths are checked before characters, and every scanner looks at each
 * character a fixed number of times, so hostile text costs no more than its length. Handles are
 * lower-cased when parsed; NSIDs, record keys, DIDs and datetimes keep their letters, because they
 * are compared and signed as written. {@code did:web} has two spellings of a port in the wild: see
 * {@link dev.orlop.atproto.syntax.DidWeb}.
 *
 * <p><b>Must not import</b> anything of the project.
 */
@NullMarked
package dev.orlop.atproto.syntax;

import org.jspecify.annotations.NullMarked;
