/**
 * The AppView as one running thing: wired by hand, through constructors, started and stopped.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>Whatever leads to a host that somebody else named goes through a guard: reads through
 *       {@code GuardedHttp}, sessions and holds through a client with a {@code HostGuard}.
 *   <li>What a record of an account names is looked up at the account's own server, what the record
 *       of a hold names at the hold's: two {@code UserRepos} over one cache.
 *   <li>At the end requests come first, then the uploads that nobody continues: a hold is told of
 *       each, so that it need not keep the parts.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.app;

import org.jspecify.annotations.NullMarked;
