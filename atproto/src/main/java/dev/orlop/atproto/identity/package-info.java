/**
 * Who is behind a DID or a handle: DID documents, how they are found, and the guard on every
 * request that goes to a host somebody else named.
 *
 * <p>Terms. A <em>DID document</em> names an account's signing key and its server. A handle is
 * <em>verified both ways</em> when it leads to the DID and the DID's document claims it. An answer
 * is <em>fresh</em> for a while, then <em>stale</em>: still good when the network fails, until its
 * <em>greatest age</em>.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>"There is none" and "could not find out" are different answers ({@link
 *       dev.orlop.atproto.identity.Resolution}): the first may refuse somebody, the second must
 *       not.
 *   <li>A host name is resolved once, every address is checked, and the connection goes to a
 *       checked address. Asking the resolver again at connect time would let DNS answer
 *       differently.
 *   <li>That is also why there is a small HTTP client here. The JDK's resolves by itself; Helidon's
 *       can be given a resolver, but it looks the name up a second time to build its request line
 *       and takes a chunk of any declared size into memory.
 *   <li>A lookup in the system's resolver cannot be interrupted; the caller stops waiting for it.
 * </ul>
 *
 * <p>Knows syntax, keys and the data model; must not know XRPC, tokens or the web server.
 */
@NullMarked
package dev.orlop.atproto.identity;

import org.jspecify.annotations.NullMarked;
