/**
 * Who may do what: pure decisions over facts that are handed in.
 *
 * <p><b>Terms.</b> The <i>captain</i> owns the hold. The <i>crew</i> are its members, each with
 * permissions. A <i>caller</i> is anonymous, or a DID that proved itself by a token. A <i>signed
 * URL</i> is a right of its own: whoever holds it may do the one thing it names until it expires.
 *
 * <p><b>Tricky bits.</b> Decisions are made at use and never remembered, so that a revocation holds
 * at once. {@code crew:admin} implies reading and writing, {@code blob:write} implies reading.
 * Permissions that we do not know grant nothing. One DID of {@code did:web} has several spellings;
 * they are compared in their canonical one.
 *
 * <p><b>Must not import</b> anything of the hold: the facts come through {@link
 * dev.orlop.hold.access.Roster}.
 */
@NullMarked
package dev.orlop.hold.access;

import org.jspecify.annotations.NullMarked;
