package dev.orlop.hold.upload;

import dev.orlop.hold.blob.SentPart;

/** A part that was answered. */
sealed interface StoredPart {
  /** Counted from 1. */
  int number();

  /** In bytes. */
  long size();

  /** Without quotes. */
  String etag();

  /** What others see of it. */
  default SentPart sent() {
    return new SentPart(number(), size(), etag());
  }

  /** A part of the run, in the data file from {@code offset}. */
  record InRun(int number, long offset, long size, String etag) implements StoredPart {
    long end() {
      return offset + size;
    }
  }

  /** A part in a file of its own; {@code serial} tells versions of one part apart. */
  record Alone(int number, long serial, long size, String etag) implements StoredPart {}
}
