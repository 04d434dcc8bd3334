package dev.orlop.atproto.syntax;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@code at://} URI in the form that records use: an account, then possibly a collection, then
 * possibly a record. No query, no fragment, no trailing slash. The authority of a handle is in
 * lower case.
 */
public final class AtUri implements Comparable<AtUri> {
  /** The longest AT URI, in characters. */
  public static final int MAX_LENGTH = 8192;

  private static final String SCHEME = "at://";

  private final AtIdentifier authority;
  private final @Nullable Nsid collection;
  private final @Nullable RecordKey rkey;

  private AtUri(AtIdentifier authority, @Nullable Nsid collection, @Nullable RecordKey rkey) {
    this.authority = authority;
    this.collection = collection;
    this.rkey = rkey;
  }

  /** The URI of an account. */
  public static AtUri of(AtIdentifier authority) {
    return new AtUri(authority, null, null);
  }

  /** The URI of a collection. */
  public static AtUri of(AtIdentifier authority, Nsid collection) {
    return new AtUri(authority, collection, null);
  }

  /** The URI of a record. */
  public static AtUri of(AtIdentifier authority, Nsid collection, RecordKey rkey) {
    return new AtUri(authority, collection, rkey);
  }

  /** The URI of a record. */
  public static AtUri of(AtIdentifier authority, RepoPath path) {
    return new AtUri(authority, path.collection(), path.rkey());
  }

  /**
   * The URI that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static AtUri parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw refused("longer than " + MAX_LENGTH + " characters", text);
    }
    if (!text.startsWith(SCHEME)) {
      throw refused("does not begin with at://", text);
    }
    String[] parts = text.substring(SCHEME.length()).split("/", 4);
    return switch (parts.length) {
      case 1 -> of(AtIdentifier.parse(parts[0]));
      case 2 -> of(AtIdentifier.parse(parts[0]), Nsid.parse(parts[1]));
      case 3 -> of(AtIdentifier.parse(parts[0]), Nsid.parse(parts[1]), RecordKey.parse(parts[2]));
      default -> throw refused("more than a collection and a record key", text);
    };
  }

  /** The account. */
  public AtIdentifier authority() {
    return authority;
  }

  /** The collection, if the URI names one. */
  public Optional<Nsid> collection() {
    return Optional.ofNullable(collection);
  }

  /** The record key, if the URI names a record. */
  public Optional<RecordKey> rkey() {
    return Optional.ofNullable(rkey);
  }

  /** The path in the repository, if the URI names a record. */
  public Optional<RepoPath> path() {
    return collection == null || rkey == null
        ? Optional.empty()
        : Optional.of(new RepoPath(collection, rkey));
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("AT URI", reason, text);
  }

  @Override
  public int compareTo(AtUri other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AtUri that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME).append(authority);
    if (collection != null) {
      text.append('/').append(collection);
    }
    if (rkey != null) {
      text.append('/').append(rkey);
    }
    return text.toString();
  }
}
