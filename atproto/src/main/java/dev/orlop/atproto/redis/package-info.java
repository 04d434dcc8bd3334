/**
 * A Redis or Valkey server that several processes share, seen from one that must go on without it.
 *
 * <p>Terms. A <em>link</em> is one connection for the length of one question. The server is <em>out
 * of reach</em> when it does not answer in time, refuses us, or is not there at all: then every
 * question has another answer, from this process.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>One request finds out that the server is out of reach, and one each second whether it is
 *       back; the others do not wait for it.
 *   <li>A server may take questions and refuse what writes: when it is full, cannot write its disk,
 *       or is a replica. What reads goes on then.
 *   <li>Some of its refusals repeat what was sent, a password among it: of what it says only the
 *       first word gets into the log.
 *   <li>A socket has no deadline for writing; a watch closes it.
 *   <li>All names begin with {@code orlop:} and a version: other programs may use the server, and
 *       other versions of this one.
 * </ul>
 *
 * <p>Nothing outside this package knows the client library.
 */
@NullMarked
package dev.orlop.atproto.redis;

import org.jspecify.annotations.NullMarked;
