package dev.orlop.appview.web;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;

/** Headers that a registry has of its own, or always says the same. */
final class OciHeaders {
  static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  static final HeaderName CONTENT_DIGEST = HeaderNames.create("Docker-Content-Digest");
  static final HeaderName UPLOAD_UUID = HeaderNames.create("Docker-Upload-UUID");
  static final HeaderName SUBJECT = HeaderNames.create("OCI-Subject");
  static final HeaderName TAG = HeaderNames.create("OCI-Tag");
  static final HeaderName FILTERS_APPLIED = HeaderNames.create("OCI-Filters-Applied");

  static final Header ACCEPT_RANGES = HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");
  static final Header NO_SNIFFING =
      HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff");

  private static final Header API_VERSION =
      HeaderValues.createCached(
          HeaderNames.create("Docker-Distribution-Api-Version"), "registry/2.0");

  private OciHeaders() {}

  /** On every answer. */
  static void common(ServerResponse response, String requestId) {
    response.header(API_VERSION);
    response.header(NO_SNIFFING);
    response.header(HeaderValues.create(REQUEST_ID, requestId));
  }
}
