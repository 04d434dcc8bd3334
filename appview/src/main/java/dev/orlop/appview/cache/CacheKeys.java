package dev.orlop.appview.cache;

import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cid.Digest;
import java.util.Set;

/** The names under which things are kept. Several AppViews may share them, so they stay. */
public final class CacheKeys {
  /** What else is kept where several AppViews share it. */
  private static final Set<String> OTHERS = Set.of("rate", "fail");

  private CacheKeys() {}

  /** An account, by either of its names. */
  public static String account(AtIdentifier name) {
    return "user:" + name;
  }

  /** A record. */
  public static String record(Did repo, Nsid collection, RecordKey rkey) {
    return "cache:" + collection + ":" + repo + ":" + rkey;
  }

  /** All records of a collection. */
  public static String listing(Did repo, Nsid collection) {
    return "list:" + collection + ":" + repo;
  }

  /** Where a hold answers. */
  public static String hold(Did hold) {
    return "hold:" + hold;
  }

  /** The bytes of a manifest, whoever has it. */
  public static String manifest(Digest digest) {
    return "manifest:" + digest;
  }

  /** What a hold has counted, of a moment ago. */
  public static String stats(String question) {
    return "stats:" + question;
  }

  /** What a hold has counted, when it last said so. */
  public static String lastStats(String question) {
    return "laststats:" + question;
  }

  /** Which hold has a blob of a repository. */
  public static String place(Repository repository, Digest blob) {
    return "place:" + repository + "@" + blob;
  }

  /** Whether a name in a server that is shared is one of these; limits are kept beside them. */
  public static boolean isOne(String name) {
    return !OTHERS.contains(kind(name));
  }

  /** What kind of thing is kept under a name. */
  public static String kind(String name) {
    return name.substring(0, Math.max(0, name.indexOf(':')));
  }

  /** Whether an account or a hold stands in a name. */
  public static boolean isAbout(String name, AtIdentifier whom) {
    String wanted = whom.toString();
    int at = name.indexOf(wanted);
    while (at >= 0) {
      int end = at + wanted.length();
      boolean whole =
          (at == 0 || !isPartOfAName(name.charAt(at - 1)))
              && (end == name.length() || !isPartOfAName(name.charAt(end)));
      if (whole) {
        return true;
      }
      at = name.indexOf(wanted, at + 1);
    }
    return false;
  }

  /** What may go on where a handle or a DID has not ended; a colon ends it here. */
  private static boolean isPartOfAName(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '%';
  }
}
