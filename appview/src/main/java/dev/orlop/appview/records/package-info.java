/**
 * Records that people who push images keep in their repos, as values: {@code io.atcr.manifest},
 * {@code io.atcr.tag}, {@code io.atcr.sailor.profile}, {@code io.atcr.repo.page}, and what is left
 * of {@code io.atcr.hold}. Pure.
 *
 * <p>Two generations of these records are in use. Both are read, the newer is written. Reading is
 * tolerant, since anybody can write them: a field that makes no sense is as good as absent, unless
 * the record is of no use without it; then reading ends in {@link
 * dev.orlop.appview.records.UnusableRecordException}.
 *
 * <p>Tricky bits.
 *
 * <ul>
 *   <li>The key of a tag's record has the repository's slashes as {@code ~} and joins both by
 *       {@code _}, which both may hold: two tags can have one key. So the fields decide whose it
 *       is.
 *   <li>The key of a manifest's record is the hex of its digest, in which the repository is not. Of
 *       an account that has one manifest in two repositories, one repository has that key; the
 *       other has one of its own with its name behind the hex, or no record at all.
 *   <li>The fields of a manifest's record are an index. The manifest is the bytes of its blob.
 * </ul>
 */
@NullMarked
package dev.orlop.appview.records;

import org.jspecify.annotations.NullMarked;
