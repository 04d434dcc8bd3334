/**
 * Backups: one file from which a hold can be made again, all but its blobs, of which it has the
 * list.
 *
 * <pre>
 * backup.zip, or the same encrypted with a passphrase as OpenPGP has it (gpg -d reads it)
 *   orlop.yaml, relays    as they are
 *   keys/...              only in a backup that is encrypted
 *   accounts/...          the log of accounts, likewise
 *   repos/&lt;did&gt;.car       each repo as com.atproto.sync.getRepo gives it
 *   blobs.tsv             digest, size of each blob of an image
 *   record-blobs.tsv      the same of blobs that records refer to
 *   record-blobs/holders  which account uploaded which of these, as what
 *   backup.json           what there is: the digest of each entry, the head of each repo
 * </pre>
 *
 * <p><b>Tricky bits.</b> A backup is made of the files alone, while the server runs or not: logs
 * are only appended to, so what lies in them up to some group is the repo as it was then. A repo
 * that was restored goes on under a new rev and new seqs, above all that the network may have seen
 * of it; nobody knows what was lost, so all that follow it are told where it stands (#sync).
 */
@NullMarked
package dev.orlop.hold.app.backup;

import org.jspecify.annotations.NullMarked;
