package dev.orlop.hold.upload;

/**
 * A part as the caller lists it to complete an upload.
 *
 * @param etag without the quotes, with which it may be handed in
 */
public record PartRef(int number, String etag) {
  public PartRef {
    if (etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")) {
      etag = etag.substring(1, etag.length() - 1);
    }
  }
}
