/**
 * What was looked up elsewhere, kept for a while.
 *
 * <p>Terms. A <em>cache</em> keeps bytes under text keys and may lose any of them at any time. A
 * <em>source</em> is where the truth is; what it says is {@link dev.orlop.appview.cache.Fetched}.
 * An entry is <em>fresh</em> for a while, then <em>stale</em>: at first it is still answered while
 * the source is asked behind it, then only when the source cannot be asked. A <em>flight</em> is a
 * question to a source that is on its way.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>"There is none" is kept too, for a minute at most: whoever makes what was missing should
 *       not wait for longer. It takes the place of a stale value; "cannot be asked" does not.
 *   <li>What is forgotten while a flight is on its way must not come back with it.
 *   <li>What must not be lost, such as sessions, does not belong here.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.cache;

import org.jspecify.annotations.NullMarked;
