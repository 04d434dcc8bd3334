package dev.orlop.hold.pds;

/**
 * How often somebody may write to repos here. From one address ten times as much may come, since
 * many come by way of one AppView.
 *
 * @param recordCalls calls a minute, of one account, that change records; zero for no limit
 * @param blobCalls calls a minute, of one account, that bring blobs for records; zero for no limit
 */
public record WriteLimits(int recordCalls, int blobCalls) {
  /** Nobody is turned away. */
  public static final WriteLimits NONE = new WriteLimits(0, 0);
}
