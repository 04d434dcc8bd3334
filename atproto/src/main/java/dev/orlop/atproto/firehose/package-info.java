/**
 * The firehose, {@code com.atproto.sync.subscribeRepos}: its frames as values, and a client (AT
 * Protocol event streams, Sync 1.1).
 *
 * <p>Terms. A <em>frame</em> is one binary message of the WebSocket: a header and a payload, both
 * DAG-CBOR, one behind the other. An <em>event</em> is a frame with a <em>seq</em>, its number in
 * the order of one server's events; the seq up to which a consumer knows a stream is its
 * <em>cursor</em>. An {@code #info} and an error have none.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>Events are written to exact bytes. They are read from whoever sends them: in canonical
 *       DAG-CBOR and within limits, but fields and types that are not known are passed over, since
 *       lexicons grow.
 *   <li>{@code prevData} is left out of a repo's first commit, and {@code since} is null there; all
 *       other fields of a commit are always present, also the three that are never used any more.
 *   <li>What is read is well-formed and no more: whether a commit is true is for those who know the
 *       tree (module {@code mst}).
 * </ul>
 *
 * <p>Knows syntax and data; must not know repos or a store.
 */
@NullMarked
package dev.orlop.atproto.firehose;

import org.jspecify.annotations.NullMarked;
