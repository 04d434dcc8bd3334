package dev.orlop.atproto.xrpc;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for requests, by which a caller's report and a line of the log are brought together. A
 * caller's own name is kept when it is harmless in a log; else one is made: eight random characters
 * for this process, then a count.
 */
public final class RequestIds {
  private static final int MAX_LENGTH = 64;
  private static final int RADIX = 36;

  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /** The names of one process. */
  public RequestIds() {
    long random = new SecureRandom().nextLong() >>> 24; // 40 bits: at most eight digits
    prefix = Long.toString(random, RADIX) + "-";
  }

  /** The caller's own name for a request, if it is harmless; else a new one. */
  public String of(Optional<String> proposed) {
    if (proposed.isPresent() && isSane(proposed.get())) {
      return proposed.get();
    }
    return prefix + Long.toString(count.incrementAndGet(), RADIX);
  }

  private static boolean isSane(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean sane =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
      if (!sane) {
        return false;
      }
    }
    return true;
  }
}
