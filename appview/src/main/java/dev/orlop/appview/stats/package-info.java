/**
 * What all holds together have counted of somebody's images.
 *
 * <p>Terms. A <em>tally</em> is what one hold says at one moment; a <em>figure</em> is what it says
 * of one repository. The <em>last</em> tally of a hold that does not answer is the one it gave when
 * it last did.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>All holds are asked at once and waited for together. What comes after that is kept for who
 *       asks next, so a question goes on when nobody waits for it any more.
 *   <li>A hold that has moved names its successor, which has its counts: the one that it leads to
 *       is counted, once, however many manifests name either, by DID or by address. A hold that
 *       does not say whether it has moved is not counted, since that might count it twice.
 *   <li>Totals are of what was answered. What a silent hold last said stands beside them, with its
 *       age: a sum of then and now would be a number that was never true.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.stats;

import org.jspecify.annotations.NullMarked;
