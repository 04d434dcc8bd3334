package dev.orlop.hold.pds;

/**
 * When a repo's log is rewritten with its live blocks alone: when both hold.
 *
 * @param minBytes the log takes more on disk; a shorter one costs nobody anything
 * @param factor it takes more than so many times its live blocks; 0: none is ever rewritten
 */
public record CompactionRule(long minBytes, int factor) {
  /** Above 64 MiB, of which less than a quarter is alive. */
  public static final CompactionRule DEFAULT = new CompactionRule(64L << 20, 4);

  /** Whether a log may be long enough; asked before anything is opened. */
  public boolean maySuit(long logBytes) {
    return factor > 0 && logBytes > minBytes;
  }

  /** Whether a log is to be rewritten. */
  public boolean suits(long logBytes, long liveBytes) {
    return maySuit(logBytes) && logBytes / factor > liveBytes;
  }
}
