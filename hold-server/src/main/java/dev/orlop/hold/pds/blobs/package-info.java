/**
 * The blobs that records refer to: pictures and the like, apart from the blobs of images.
 *
 * <pre>
 * record-blobs/
 *   docker/registry/v2/blobs/...                  the bytes, once for all accounts; or in a bucket
 *   trash/...                                     bytes that nobody holds, for an hour
 *   leases/...                                    which are on their way; or in a database
 *   holders/&lt;2 hex&gt;/&lt;sha256 of the blob&gt;/
 *     &lt;sha256 of the DID&gt;                         which account uploaded it, as what, and when;
 *                                                 or in a database
 * </pre>
 *
 * <p><b>Terms.</b> An account <i>holds</i> a blob that it uploaded. While no record of its repo
 * refers to it the blob is <i>unused</i>: it is not served or listed, and after a while the sweeper
 * takes it away. Which records refer to which blobs is derived from the repo and asked of the
 * index.
 *
 * <p><b>Tricky bits.</b> The bytes are on disk before it is written down who holds them, and go
 * after that; so a crash leaves bytes without a holder at most, which the sweeper finds. What is
 * unused has to be found so twice, an hour apart, before it goes: a count of references that is
 * wrong for a moment must not cost anybody a picture.
 *
 * <p><b>A commit and the sweeper.</b> In a folder, a write that refers to a blob keeps the sweeper
 * out from before it looks for the blob until the commit is made. In a database the commit itself
 * locks the holders that it needs, and is refused if one is gone. Either way the sweeper looks for
 * references once more with all such writes kept out.
 *
 * <p><b>An upload and the sweeper.</b> Bytes may be those of several accounts. An upload has a
 * lease on them from before they are visible; the sweeper moves bytes to the trash, with the digest
 * to itself, on which there is no lease and that nobody holds. Those that somebody holds come back
 * from there ({@link dev.orlop.hold.lease.BlobKeeper}).
 *
 * <p><b>Must not import</b> the web server, or the packages that serve images.
 */
@NullMarked
package dev.orlop.hold.pds.blobs;

import org.jspecify.annotations.NullMarked;
