/**
 * From the name of an image to whoever has it: its owner, the owner's server, the hold.
 *
 * <p>Terms. A <em>hold</em> has a DID, whose document says where it answers, and a repo of its own
 * there, in which the <em>captain</em> record may name a <em>successor</em>: the hold that has
 * taken over. Where a hold is named, its last successor is meant.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A push goes to the hold that its owner has chosen. While that choice cannot be read, it
 *       goes nowhere: images must not land in a hold that nobody chose.
 *   <li>A pull goes to the hold that the manifest's record names, whatever has been chosen since.
 *   <li>{@code did:web} is read in both spellings of a port and compared in one.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.resolve;

import org.jspecify.annotations.NullMarked;
