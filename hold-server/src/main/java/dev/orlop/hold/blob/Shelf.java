package dev.orlop.hold.blob;

/** Where in a store a blob may lie. */
public enum Shelf {
  /** Where readers find it. */
  STORED,
  /** Where nobody does, until it is restored or purged. */
  TRASH
}
