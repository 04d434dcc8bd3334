/**
 * Who a client is, and in whose name the AppView speaks. A client shows a password once in a while
 * and gets a token of ours for it; behind the token stands a session at the account's own PDS, with
 * which the AppView gets service tokens for holds.
 *
 * <p>Terms. A <em>registry token</em> is a JWT of ours that a client sends with every request
 * (Docker's token specification). A <em>session</em> is what a PDS gave for a password: an access
 * token for a while, and a refresh token for new ones. A <em>service token</em> is what a PDS gives
 * somebody in a session, for one other server, for about a minute.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>Clients ask for a token every few minutes and for every repository, and a PDS counts its
 *       sign-ins. So a password that was right is known again by a keyed hash, and its session is
 *       used for as long as the PDS lets it live.
 *   <li>A session that its PDS has ended ends the registry tokens that stand on it. One that is not
 *       known, as after a restart, ends nothing: what needs it asks the client to sign in again.
 *   <li>An unknown account and a wrong password are the same refusal.
 *   <li>Push and delete are granted in names of the caller's own alone. A handle may be somebody
 *       else's by the time it is used, so whoever writes compares the owner's DID once more.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.token;

import org.jspecify.annotations.NullMarked;
