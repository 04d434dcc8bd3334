package dev.orlop.appview.web;

import dev.orlop.appview.oci.MediaTypes;
import io.helidon.http.HeaderNames;
import java.util.HashSet;
import java.util.Set;

/**
 * The manifests that a client can read, as it says. A registry has each manifest in one form, so
 * there is nothing to choose from; but an image for a client that names only indexes is better
 * refused than misread.
 *
 * @param types bare; empty if the client did not say
 */
record Accept(Set<String> types) {
  /** What these hide from a client was never there to hide: they were made by somebody. */
  private static final Set<String> COMMON =
      Set.of(
          MediaTypes.OCI_IMAGE,
          MediaTypes.OCI_INDEX,
          MediaTypes.DOCKER_IMAGE,
          MediaTypes.DOCKER_LIST);

  static Accept of(OciCall call) {
    Set<String> types = new HashSet<>();
    for (String header : call.headers(HeaderNames.ACCEPT)) {
      for (String type : header.split(",", -1)) {
        types.add(MediaTypes.bare(type));
      }
    }
    types.remove("");
    return new Accept(types);
  }

  /** Whether the client is ready for a manifest of this type. */
  boolean takes(String mediaType) {
    boolean choosy = types.stream().anyMatch(COMMON::contains);
    return !choosy
        || !COMMON.contains(mediaType)
        || types.contains(mediaType)
        || types.contains("*/*")
        || types.contains("application/*");
  }
}
