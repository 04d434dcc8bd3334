package dev.orlop.hold.store.car;

import dev.orlop.hold.store.Trailer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at what lies behind the last group that could be read. A crash while appending leaves one
 * group unfinished, with one trailer at the very most; several trailers mean that groups which were
 * whole once lie behind a damaged one.
 */
final class Remainder {
  private static final byte[] MARKER = Trailer.TYPE.getBytes(StandardCharsets.US_ASCII);

  private Remainder() {}

  static boolean holdsSeveralTrailers(Path segment, long from) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(segment), 1 << 16)) {
      in.skipNBytes(from);
      int found = 0;
      int matched = 0;
      int b;
      while (found < 2 && (b = in.read()) >= 0) {
        // The marker's first byte stands in it once, so a failed match begins anew with this byte.
        matched = b == MARKER[matched] ? matched + 1 : b == MARKER[0] ? 1 : 0;
        if (matched == MARKER.length) {
          found++;
          matched = 0;
        }
      }
      return found > 1;
    }
  }
}
