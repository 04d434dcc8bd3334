package dev.orlop.appview.oci;

import java.util.Locale;

/** The media types that mean something to a registry. */
public final class MediaTypes {
  /** An image: a config and layers. */
  public static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";

  /** A list of manifests, by platform or otherwise. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** What image-spec 1.1 had for artifacts before it was released; some still lie about. */
  public static final String OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";

  /** Docker's image, schema 2. */
  public static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";

  /** Docker's list of manifests. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Bytes. */
  public static final String OCTETS = "application/octet-stream";

  /** The longest media type, in characters (RFC 6838 §4.2). */
  public static final int MAX_LENGTH = 255;

  private MediaTypes() {}

  /** A media type as it came in a header, without parameters and in the one case it is kept in. */
  public static String bare(String header) {
    int semicolon = header.indexOf(';');
    String type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
    return type.toLowerCase(Locale.ROOT);
  }

  /** Whether {@code text} looks like {@code type/subtype} and can stand in a header. */
  public static boolean isMediaType(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1 || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ',' || c == ';' || c == '"' || (c == '/' && i != slash)) {
        return false;
      }
    }
    return true;
  }
}
