package dev.orlop.hold.upload;

/** How the parts of an upload get to the store that gathers them. */
public enum PartWay {
  /** From whoever has them, by a URL of the store's. */
  DIRECT,
  /** Through this server, for those who cannot reach the store. */
  THROUGH
}
