/**
 * Uploads: parts go in, a verified blob comes out.
 *
 * <p><b>Terms.</b> An <i>upload</i> is a folder with a <i>session file</i> (whose it is, since
 * when), a <i>data file</i> of the parts that came in order, own files of those that did not, and a
 * <i>parts log</i>. The <i>run</i> is what the data file holds: parts 1 to n without a gap. The
 * <i>running hash</i> is the hash of the run; a copy of it is kept for the start of each part, so
 * that the run can be cut back.
 *
 * <p><b>What is promised.</b> A part that was answered survives the end of the process. It may be
 * lost in a power cut; the upload then answers that the part is missing. A completed upload is
 * durable. An upload that was aborted, or expired, or had the wrong digest, leaves nothing.
 *
 * <p><b>Tricky bits.</b> A part in order is hashed once, into the running hash; its ETag is what
 * that hash would be if it ended there. After a restart the running hash is gone, and the run is
 * read once to have it again, which also proves it against the ETags. A part sent again always goes
 * to its own file first, so that a broken connection costs nothing that was answered. Completing
 * stops writers: a connection that hangs can not change what was checked.
 *
 * <p><b>Must not import</b> the web server; of the hold only {@code blob} and {@code disk}.
 */
@NullMarked
package dev.orlop.hold.upload;

import org.jspecify.annotations.NullMarked;
