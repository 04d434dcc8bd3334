/**
 * Relays: the servers that follow many PDSs and pass on what they say. They have to be asked to
 * come, and asked again when they have gone.
 *
 * <p><b>Terms.</b> To <i>crawl</i> a host is to follow its firehose. A host is <i>idle</i> to a
 * relay that has given up following it.
 *
 * <p><b>Tricky bits.</b> A relay that follows a quiet server drops the connection and does not come
 * back by itself, and nobody notices: so they are asked again whenever something is written after a
 * silence. Asking too often gets a host banned, so each relay is asked at most every 20 minutes.
 *
 * <p><b>Must not import</b> the web server, {@code config} or {@code pds}.
 */
@NullMarked
package dev.orlop.hold.relay;

import org.jspecify.annotations.NullMarked;
