/**
 * How often somebody may call.
 *
 * <p>Terms. A <em>limit</em> is so many calls in a <em>window</em> of time. Each caller has a
 * <em>bucket</em> of so many calls, which fills up evenly, all of it in one window: so many can be
 * made at once, and after them as many as the bucket gets back. A <em>counter</em> keeps the
 * buckets, in this process or where several servers share them.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A bucket is one number: the time at which it is full again. A full one need not be kept, so
 *       each is gone a window after the last call at most.
 *   <li>There are more addresses than memory: of very many buckets those are kept that are used
 *       most.
 *   <li>{@code RateLimit-Reset} is a time of day in seconds, as this network has it; other drafts
 *       of that header count from now.
 * </ul>
 *
 * <p>Knows no web server: what the headers say is text here.
 */
@NullMarked
package dev.orlop.atproto.limits;

import org.jspecify.annotations.NullMarked;
