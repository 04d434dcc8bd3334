package dev.orlop.appview.oci;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a chunk of an upload goes (distribution-spec, "Pushing a blob in chunks").
 *
 * @param first byte, from 0
 * @param last byte, itself included
 */
public record ContentRange(long first, long last) {
  // 18 digits are more than any blob has bytes, and fit a long.
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /** Checks the order; throws {@link OciException}. */
  public ContentRange {
    if (first < 0 || last < first) {
      throw malformed();
    }
  }

  /**
   * Reads the header {@code Content-Range} of an upload, which is not that of RFC 9110: it has no
   * unit and no total.
   *
   * @throws OciException BLOB_UPLOAD_INVALID if it is none
   */
  public static ContentRange parse(String header) {
    Matcher form = FORM.matcher(header);
    if (!form.matches()) {
      throw malformed();
    }
    return new ContentRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
  }

  /** How many bytes, at least 1. */
  public long length() {
    return last - first + 1;
  }

  private static OciException malformed() {
    return OciError.BLOB_UPLOAD_INVALID.exception("Content-Range is not FIRST-LAST");
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
