package dev.orlop.atproto.syntax;

import java.util.Comparator;

/**
 * Where a record lies in its repository: {@code collection/rkey}, the key of the tree. Ordered as
 * the tree orders its keys, by the bytes of that text.
 */
public record RepoPath(Nsid collection, RecordKey rkey) implements Comparable<RepoPath> {
  private static final Comparator<RepoPath> ORDER = Comparator.comparing(RepoPath::toString);

  /**
   * Reads {@code collection/rkey}.
   *
   * @throws InvalidSyntaxException when either half is wrong, or there is not exactly one slash
   */
  public static RepoPath parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new InvalidSyntaxException("repo path", "no slash", text);
    }
    return new RepoPath(
        Nsid.parse(text.substring(0, slash)), RecordKey.parse(text.substring(slash + 1)));
  }

  /** Reads the two halves. */
  public static RepoPath of(String collection, String rkey) {
    return new RepoPath(Nsid.parse(collection), RecordKey.parse(rkey));
  }

  @Override
  public int compareTo(RepoPath other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return collection.value() + "/" + rkey.value();
  }
}
