/**
 * Pages for people: what somebody's images are, who counted their pulls, how to get them. Knows no
 * HTTP; the package above sends what is rendered here.
 *
 * <p>Whatever comes from elsewhere (names, tags, annotations, descriptions) is hostile until it has
 * gone through {@link dev.orlop.appview.page.Html}, the one place that escapes. Markdown goes
 * through {@code Markdown}, the one place that makes markup of foreign text.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A page asks nobody but the server that it came from: no scripts, no fonts, no pictures from
 *       elsewhere. A picture in a description becomes a link.
 *   <li>Headings of a description begin below those of the page.
 *   <li>Descriptions can be nested deeper than a renderer can follow: those are shown as they are.
 *   <li>An image is not pulled to be shown: what a page says of it comes from records alone.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.page;

import org.jspecify.annotations.NullMarked;
