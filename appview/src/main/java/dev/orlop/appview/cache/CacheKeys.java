package dev.orlop.appview.cache;

import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cid.Digest;

/** The names under which things are kept. Several AppViews may share them, so they stay. */
public final class CacheKeys {
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
}
