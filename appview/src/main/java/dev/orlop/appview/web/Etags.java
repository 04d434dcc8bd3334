package dev.orlop.appview.web;

import dev.orlop.car.cid.Digest;
import io.helidon.http.HeaderNames;
import java.util.Optional;

/** Digests as entity tags: what they name never changes. */
final class Etags {
  private Etags() {}

  static String of(Digest digest) {
    return "\"" + digest + "\"";
  }

  /** Of what is made for each request. */
  static String of(byte[] body) {
    return of(Digest.hash(Digest.Algorithm.SHA256, body));
  }

  /** Whether the client says that it has it. */
  static boolean hasAlready(OciCall call, Digest digest) {
    return isIn(call.header(HeaderNames.IF_NONE_MATCH), of(digest));
  }

  /** Whether a header that lists tags has this one. */
  static boolean isIn(Optional<String> header, String etag) {
    return header.filter(tags -> tags.contains(etag) || tags.strip().equals("*")).isPresent();
  }
}
