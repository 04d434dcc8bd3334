/**
 * Service tokens: the JWTs with which one service calls another in an account's name, minted with
 * the account's signing key and checked against its DID document.
 *
 * <p>Terms. {@code iss} is the account, {@code aud} the service that is called, {@code lxm} the
 * method, {@code jti} the token's own name. A {@link dev.orlop.atproto.auth.Jwt} alone is only the
 * form, for tokens of other kinds too.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>The header chooses nothing but between the two curves, and that only where it agrees with
 *       the key of the DID document: keys and key addresses in a header are never looked at.
 *   <li>A token may have a high-S signature, which the reference implementation lets pass; commits
 *       may not.
 *   <li>Callers keep a token and use it for many calls until it expires, so a verified token is
 *       remembered, by its hash.
 *   <li>A signature that does not verify may mean that the account has a new key: the document is
 *       fetched again, once, and not for every such token.
 * </ul>
 *
 * <p>Knows identity, keys, syntax and the table of error names in {@code xrpc}.
 */
@NullMarked
package dev.orlop.atproto.auth;

import org.jspecify.annotations.NullMarked;
