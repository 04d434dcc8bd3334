/**
 * {@code com.atproto.sync.subscribeRepos}: the log of events over WebSockets (RFC 6455, Sync 1.1).
 *
 * <p><b>Terms.</b> A <i>subscriber</i> is one connection. Two threads serve it: the connection's
 * own reads what the client sends, which is nothing of interest but pings, pongs and a close;
 * another pulls from the log and writes.
 *
 * <p><b>Tricky bits.</b>
 *
 * <ul>
 *   <li>The WebSockets are our own, on the web server's connections. Those of the web server answer
 *       a close and refuse a bad frame from the reading thread, in the middle of what another
 *       thread is sending; they take a message at a time, where the log has hundreds; and they
 *       leave pings unanswered, and idle connections to a time that only counts what is received.
 *   <li>One lock stands around everything that is written, and nothing follows a close.
 *   <li>A write blocks as long as the client takes nothing, and whoever waits for the lock waits
 *       with it; so somebody else looks whether each subscriber moves on, and closes its socket.
 *   <li>What is wrong with the cursor is told in the stream. Too many subscribers are refused
 *       before there is one: the request then goes on to the handler, which says so in JSON.
 * </ul>
 *
 * <p><b>Must not import</b> other packages of {@code web}.
 */
@NullMarked
package dev.orlop.hold.web.firehose;

import org.jspecify.annotations.NullMarked;
