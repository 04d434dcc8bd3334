/**
 * Pulls: may the caller have the blob, where is it, and does fetching it count.
 *
 * <p><b>Terms.</b> A <i>pull</i> is one image downloaded: the fetch of the config of a known
 * manifest ({@link dev.orlop.hold.pull.PullRule}). The <i>journal</i> makes pulls durable one by
 * one; a <i>generation</i> is one file of it. To <i>fold</i> is to add the pulls of whole
 * generations to the signed records in one commit. The repo's mark {@code pulls} names the last
 * generation that was folded.
 *
 * <p><b>Why no pull is lost or counted twice.</b> A pull is answered when it is in the journal, on
 * disk. The commit that folds generations carries their mark, so both become true at once; a
 * generation at or below the mark is deleted, and if the deletion is lost, it is skipped. Numbers
 * of generations are never used twice. The number answered is the record and what the journal has
 * above the mark.
 *
 * <p><b>Tricky bits.</b> A commit holds at most {@value
 * dev.orlop.hold.pull.PullJournal#MAX_REPOSITORIES} stats records (the firehose takes 200
 * operations), so a generation ends when it has counted for that many repositories. Push and fold
 * change the same records: both read and write on one head, and begin again if it moved.
 *
 * <p><b>Must not import</b> the web server or {@code upload}.
 */
@NullMarked
package dev.orlop.hold.pull;

import org.jspecify.annotations.NullMarked;
