/**
 * XRPC, the network's HTTP: the table of errors, the one bridge onto the web server's routing, and
 * a client.
 *
 * <p>Terms. A <em>query</em> is a GET, a <em>procedure</em> a POST, both at {@code /xrpc/<nsid>}. A
 * <em>route</em> is one method with its verb, the input it takes and its handler; the {@link
 * dev.orlop.atproto.xrpc.XrpcRouter} is the table of them. A <em>call</em> is one request on its
 * way: parameters and body parsed once, an answer given once.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>Once the first byte of an answer is out, an error can only close the connection: a body
 *       that ended early must never look complete.
 *   <li>For the same reason a stream of the web server's is closed only after success: closing it
 *       finishes the body properly.
 *   <li>The web server goes on with a connection after {@code Connection: close}; see {@code
 *       UnreadBody}.
 *   <li>The web server does not drop the body of an answer to HEAD; {@code XrpcCall} does.
 *   <li>The web server reads a chunk of a chunked request body whole before anybody sees it, so the
 *       listener's {@code max-payload-size} bounds memory there; the limits here bound the rest.
 *   <li>A web server that cannot listen says so in the log alone; see {@code WebListener}.
 *   <li>Anybody can write {@code X-Forwarded-For}; by which address a caller is counted, {@code
 *       ClientAddress} says for all servers.
 *   <li>The router stands in front of the smallest and most frequent answer, getBlob of a few KiB:
 *       one map look-up, no regular expressions, headers rendered ahead of time.
 * </ul>
 *
 * <p>Knows the syntax and the data model; must not know identity, tokens, lexicons or a store.
 */
@NullMarked
package dev.orlop.atproto.xrpc;

import org.jspecify.annotations.NullMarked;
