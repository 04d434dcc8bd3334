package dev.orlop.hold.web;

import io.helidon.http.Header;
import java.util.List;

/**
 * What an answer says of a blob, beside its bytes.
 *
 * @param name of its content, which never has other bytes
 * @param type its media type
 * @param headers more of them
 */
record BlobLook(String name, String type, List<Header> headers) {
  String etag() {
    return etag(name);
  }

  static String etag(String name) {
    return '"' + name + '"';
  }
}
