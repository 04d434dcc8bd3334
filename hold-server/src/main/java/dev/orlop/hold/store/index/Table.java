package dev.orlop.hold.store.index;

import java.util.Locale;

/**
 * The maps of the index, each sorted by the bytes of its keys. All keys but those of {@link #REPO}
 * begin with a repo's number; see {@link Keys}.
 */
enum Table {
  /** By DID: {@link RepoRow}. */
  REPO,
  /** By CID: {@link BlockRow}. */
  BLOCK,
  /** By path: the record's CID. */
  RECORD,
  /** By the text of a blob's CID, and the path of a record that refers to it: nothing. */
  BLOB,
  /** By path: the CIDs of the blobs that the record refers to; none without any. */
  BLOBS_OF_RECORD,
  /** By name: a number. */
  MARK;

  /** What the map is called in the file. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
