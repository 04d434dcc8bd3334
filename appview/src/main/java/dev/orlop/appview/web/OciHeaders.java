package dev.orlop.appview.web;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

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

  /** What a handler may have said of a body that is not sent after all. */
  private static final List<HeaderName> ABOUT_A_BODY =
      List.of(
          HeaderNames.CONTENT_LENGTH,
          HeaderNames.CONTENT_TYPE,
          HeaderNames.CONTENT_RANGE,
          HeaderNames.ETAG,
          HeaderNames.LOCATION,
          HeaderNames.LINK,
          CONTENT_DIGEST);

  private OciHeaders() {}

  /** On every answer. */
  static void common(ServerResponse response, String requestId) {
    response.header(API_VERSION);
    response.header(NO_SNIFFING);
    response.header(HeaderValues.create(REQUEST_ID, requestId));
  }

  static void forgetBody(ServerResponse response) {
    ABOUT_A_BODY.forEach(response.headers()::remove);
  }
}
