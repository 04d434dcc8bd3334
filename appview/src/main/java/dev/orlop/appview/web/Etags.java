package dev.orlop.appview.web;

import dev.orlop.car.cid.Digest;
import io.helidon.http.HeaderNames;

/** A digest as an entity tag: what it names never changes. */
final class Etags {
  private Etags() {}

  static String of(Digest digest) {
    return "\"" + digest + "\"";
  }

  /** Whether the client says that it has it. */
  static boolean hasAlready(OciCall call, Digest digest) {
    return call.header(HeaderNames.IF_NONE_MATCH)
        .filter(tags -> tags.contains(of(digest)) || tags.strip().equals("*"))
        .isPresent();
  }
}
