/**
 * Reads of other people's repos, by XRPC at the servers that keep them.
 *
 * <p>Terms. A <em>server</em> here is one that has a repo and that its account named: a PDS, or a
 * hold, which has a repo of its own. So every request goes through the guard of {@code
 * atproto.identity}, with bounds on bytes and time.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A server that says it has no such repo may be the one that the account has left: who keeps
 *       it is looked up again, once, before that is believed.
 *   <li>A server that did not answer is not asked again for a while, whoever wants whatever of it
 *       ({@link dev.orlop.appview.pds.Outages}); memory answers in the meantime.
 *   <li>A repo that was taken down, suspended or deactivated is as good as none; what memory has of
 *       it is not shown any more.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.pds;

import org.jspecify.annotations.NullMarked;
