/**
 * Holds, as this AppView uses them: over XRPC, in the names of its callers, and as the place where
 * the blobs of a registry lie.
 *
 * <p>Terms. A blob on its way to a hold goes in <em>parts</em>, each PUT at an address that the
 * hold gives out. The <em>captain</em> of a hold owns it; what a member of its <em>crew</em> may do
 * their record says.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A hold is somebody else's server: what it says of a size, or sends as a blob, is compared;
 *       its addresses may lead where this program must not go, which the guard of the client sees
 *       to.
 *   <li>Whether somebody may write is asked of the hold when an upload begins: a client that is
 *       told at its end has sent gigabytes for nothing.
 *   <li>The last bytes of a blob come before its digest is known. So a small blob, too, is an
 *       upload of one part.
 *   <li>An answer to HEAD has no body, and so no reason.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.hold;

import org.jspecify.annotations.NullMarked;
