/**
 * The registry on the web: one class for each group of endpoints of the OCI distribution
 * specification 1.1, which parses, asks the packages below and answers.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>A repository's name may have slashes, and segments such as {@code blobs} or {@code tags}: a
 *       path is read from its end.
 *   <li>Docker asks {@code /v2/} first, and only if that is refused does it learn where tokens are
 *       to be had. So {@code /v2/} without a token is refused, even where reading needs none.
 *   <li>A token that is good and does not reach far enough is answered with 401, not 403: that
 *       makes clients get one that reaches further.
 *   <li>Referrers are never 404: a client would take that for a registry that does not know them.
 *   <li>{@code Range: 0-0} in the answer to an upload means one byte, or none: the specification
 *       has no way to say none.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.web;

import org.jspecify.annotations.NullMarked;
