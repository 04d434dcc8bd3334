package dev.orlop.hold.events;

/**
 * What an operator may choose of the firehose.
 *
 * @param log how much of it is kept
 * @param maxSubscribers at the same time
 * @param maxSubscribersPerAddress the same, from one IP address
 */
public record FirehoseSettings(
    EventLog.Settings log, int maxSubscribers, int maxSubscribersPerAddress) {
  /** Three days, 5,000 subscribers, 1,000 from one address. */
  public static final FirehoseSettings DEFAULT =
      new FirehoseSettings(EventLog.Settings.DEFAULT, 5000, 1000);
}
