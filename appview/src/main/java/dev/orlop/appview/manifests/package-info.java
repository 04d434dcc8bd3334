/**
 * Manifests and tags as they really are: records in the repos of their owners, with the bytes of
 * each manifest as a blob there.
 *
 * <p>{@link dev.orlop.appview.manifests.PdsManifests} is the port that a registry sees. Reading
 * ({@link dev.orlop.appview.manifests.ManifestReads}) needs nobody's permission, since repos are
 * public; writing ({@link dev.orlop.appview.manifests.ManifestWrites}) needs the owner's session.
 * What was written is forgotten by the reading side, so that the next read sees it.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>What a client gets are the bytes of the record's blob, and only if they have the digest. A
 *       record whose blob has another is refused and logged, never served.
 *   <li>One manifest in two repositories of an account has two records: one under the usual key, to
 *       which the tags of both lead, and one under a key of the other repository's own. Other
 *       AppViews write one record for both, whose field names one of them. So a repository has a
 *       manifest also if a tag of the repository names it, or an index that the repository has
 *       ({@link dev.orlop.appview.manifests.Shelf}).
 *   <li>A repository that deletes the record under the usual key hands it over to another that has
 *       the manifest, too ({@link dev.orlop.appview.manifests.Removal}).
 *   <li>Of two records for one tag, the one moved last counts.
 *   <li>What referrers are is read from their bytes, not from the fields of their records, which
 *       older clients leave out; the fields serve when the bytes are out of reach or too many.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.manifests;

import org.jspecify.annotations.NullMarked;
