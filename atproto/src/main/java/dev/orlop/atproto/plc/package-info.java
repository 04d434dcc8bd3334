/**
 * Operations on {@code did:plc}: making, signing and judging them, handing them to a directory, and
 * a directory in memory for tests and for a network of one machine, {@code orlop devnet}.
 *
 * <p>Terms. An <em>operation</em> is a signed record that says all that a DID says; it names the
 * one before it. The first is the <em>genesis operation</em>, of whose hash the DID is made. A
 * <em>rotation key</em> is a key that may sign the next.
 *
 * <p>Tricky bits. The CID of an operation is that of its signed form, and what is signed is the
 * same map without {@code sig}. Operations travel as JSON, in which all their values are text or
 * null, so that nothing is lost.
 *
 * <p>Above {@code identity}.
 */
@NullMarked
package dev.orlop.atproto.plc;

import org.jspecify.annotations.NullMarked;
