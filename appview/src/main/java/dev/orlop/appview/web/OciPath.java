package dev.orlop.appview.web;

import io.helidon.http.Method;
import java.util.List;
import java.util.Optional;

/**
 * A path below {@code /v2/}.
 *
 * @param name of the repository, as the client writes it; empty where there is none
 * @param last the last segment where it means something, or else empty
 */
record OciPath(Kind kind, String name, String last) {
  static final String PREFIX = "/v2";

  private static final Method[] READ = {Method.GET, Method.HEAD};

  /** What is asked for; which methods there are. */
  enum Kind {
    PING(READ),
    CATALOG(READ),
    BLOB(Method.GET, Method.HEAD, Method.DELETE),
    UPLOADS(Method.POST),
    UPLOAD(Method.GET, Method.PATCH, Method.PUT, Method.DELETE),
    MANIFEST(Method.GET, Method.HEAD, Method.PUT, Method.DELETE),
    TAGS(READ),
    REFERRERS(READ);

    private final List<Method> methods;

    Kind(Method... methods) {
      this.methods = List.of(methods);
    }

    List<Method> methods() {
      return methods;
    }
  }

  /**
   * Reads a path.
   *
   * @param raw from {@code /v2} on, with escapes
   * @return empty if nothing is there
   */
  static Optional<OciPath> parse(String raw) {
    String path = raw.substring(PREFIX.length());
    if (path.isEmpty() || path.equals("/")) {
      return Optional.of(new OciPath(Kind.PING, "", ""));
    }
    if (path.equals("/_catalog")) {
      return Optional.of(new OciPath(Kind.CATALOG, "", ""));
    }
    if (path.charAt(0) != '/') {
      return Optional.empty();
    }
    int lastSlash = path.lastIndexOf('/');
    String last = Escapes.decode(path.substring(lastSlash + 1));
    String front = path.substring(0, lastSlash);
    if (front.endsWith("/blobs/uploads")) {
      return last.isEmpty()
          ? of(Kind.UPLOADS, front, "/blobs/uploads", "")
          : of(Kind.UPLOAD, front, "/blobs/uploads", last);
    }
    if (front.endsWith("/blobs")) {
      return last.equals("uploads")
          ? of(Kind.UPLOADS, front, "/blobs", "")
          : of(Kind.BLOB, front, "/blobs", last);
    }
    if (front.endsWith("/manifests")) {
      return of(Kind.MANIFEST, front, "/manifests", last);
    }
    if (front.endsWith("/referrers")) {
      return of(Kind.REFERRERS, front, "/referrers", last);
    }
    if (front.endsWith("/tags") && last.equals("list")) {
      return of(Kind.TAGS, front, "/tags", last);
    }
    return Optional.empty();
  }

  private static Optional<OciPath> of(Kind kind, String front, String marker, String last) {
    int end = front.length() - marker.length();
    return end < 2
        ? Optional.empty()
        : Optional.of(new OciPath(kind, Escapes.decode(front.substring(1, end)), last));
  }

  /** The path of something in a repository. */
  static String blob(String name, Object digest) {
    return PREFIX + "/" + Escapes.encodePath(name) + "/blobs/" + digest;
  }

  static String upload(String name, Object id) {
    return PREFIX + "/" + Escapes.encodePath(name) + "/blobs/uploads/" + id;
  }

  static String manifest(String name, Object reference) {
    return PREFIX + "/" + Escapes.encodePath(name) + "/manifests/" + reference;
  }
}
