package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;

/**
 * Which uploads are open, and what they take. Of several processes that serve one store each sees
 * those of the others. Safe for use by several threads.
 */
interface Ledger {
  /**
   * How it stands.
   *
   * @param open uploads of the owner, which take so many {@code bytes}
   * @param allOpen those of everybody, which take so many {@code allBytes}
   */
  record Sums(long open, long bytes, long allOpen, long allBytes) {}

  /** Counts an upload that begins, or is taken up again; how it stands with it. */
  Sums open(Did owner, UploadId id);

  /** An upload is over, or did not begin after all. What it took is given back beside. */
  void close(Did owner, UploadId id);

  /** Counts bytes of an open upload, or gives back; how it stands with them. */
  Sums add(Did owner, UploadId id, long bytes);

  /** How it stands. */
  Sums sums(Did owner);
}
