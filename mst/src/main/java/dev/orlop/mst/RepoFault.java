package dev.orlop.mst;

import java.util.Locale;

/**
 * One thing that is wrong with a repo.
 *
 * @param kind what sort of thing
 * @param where the path of the record, or the CID of the block; empty for the whole file
 * @param message for people, one line
 */
public record RepoFault(Kind kind, String where, String message) {
  /** The sorts of fault, in the order in which they are looked for. */
  public enum Kind {
    /** The file is no CAR, a block is not what its CID says, or a limit was exceeded. */
    CAR,
    /** The root is no commit, or is another repo's. */
    COMMIT,
    /** The signature is not by the key. */
    SIGNATURE,
    /** The tree is not the canonical one, or a node is missing. */
    TREE,
    /** A key is no path of collection and record key. */
    PATH,
    /** A record is missing, is not canonical DAG-CBOR, or no map. */
    RECORD,
    /** A record is not what its lexicon says. */
    LEXICON
  }

  @Override
  public String toString() {
    String place = where.isEmpty() ? "" : " " + where;
    return kind.name().toLowerCase(Locale.ROOT) + place + ": " + message;
  }
}
