package dev.orlop.hold.pull;

/** What kind of thing was pulled. */
public enum PullClass {
  /** Something that runs; {@code pullCount}. */
  IMAGE,
  /**
   * Something said about an image, such as a signature: its manifest has a subject or the empty
   * config. Counted apart, since clients fetch these on their own.
   */
  ARTIFACT
}
