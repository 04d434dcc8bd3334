/**
 * A directory of {@code did:plc} in memory, served over HTTP: for tests and for a network of one
 * machine, {@code orlop devnet}.
 *
 * <p>Terms. A <em>genesis operation</em> is the signed record that creates a DID; the DID is made
 * of its hash.
 *
 * <p>It believes whoever holds the object: there is no way to register over HTTP, and no log of
 * operations. Above {@code identity}; nothing but wiring and tests uses it.
 */
@NullMarked
package dev.orlop.atproto.plc;

import org.jspecify.annotations.NullMarked;
