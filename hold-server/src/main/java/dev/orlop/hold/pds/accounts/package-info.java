/**
 * The accounts of this server: who they are, how they sign in, and how they come and go.
 *
 * <p><b>Terms.</b> An <i>account</i> is a DID with a handle whose repo lies here; the hold's own is
 * one of them. An <i>app password</i> is a password for one program, which may not manage the
 * account. A <i>session</i> begins with a password and is renewed with its refresh token. An
 * <i>entry</i> is one change as it lies in the log of accounts.
 *
 * <p><b>Who promises what.</b> The log is the truth: what was answered is forced to disk there. All
 * tables are in memory, folded from it when the server starts. Keys lie in files of their own.
 *
 * <p><b>Tricky bits.</b> An account that is being created or deleted stands in the log as such,
 * until all that belongs to it elsewhere is made or gone; what a crash left between is finished at
 * the next start. News of accounts are told at least once: those that nobody was told of before a
 * crash are told after it. Every answer to a password costs one argon2id, be the account unknown,
 * locked or without a password.
 *
 * <p><b>Must not import</b> the web server.
 */
@NullMarked
package dev.orlop.hold.pds.accounts;

import org.jspecify.annotations.NullMarked;
