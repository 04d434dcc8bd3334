package dev.orlop.car.cbor;

/**
 * Walks over a value as {@link DagCbor#decode} does, by the same rules and within the same limits,
 * and makes nothing of it: for whoever only has to know that bytes are canonical.
 */
final class CanonicalCheck {
  private final DagCborReader reader;
  private final CborLimits limits;

  CanonicalCheck(DagCborReader reader, CborLimits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  void value(int depth) {
    switch (reader.kind()) {
      case INTEGER -> reader.integer();
      case BYTES -> reader.skipBytes();
      case TEXT -> reader.skipText(limits.maxBytes());
      case LINK -> reader.link();
      case BOOL -> reader.bool();
      case NULL -> reader.nil();
      case ARRAY -> array(DagCbor.descend(reader, depth));
      case MAP -> map(DagCbor.descend(reader, depth));
    }
  }

  private void array(int depth) {
    for (int items = reader.arrayHead(); items > 0; items--) {
      value(depth);
    }
  }

  private void map(int depth) {
    int fields = reader.mapHead();
    int lastEnd = 0;
    int lastLength = -1;
    for (int i = 0; i < fields; i++) {
      int from = reader.position();
      int length = reader.skipText(limits.maxKeyBytes());
      int end = reader.position();
      if (lastLength >= 0 && reader.compareKeys(lastEnd, lastLength, end, length) >= 0) {
        throw DagCbor.outOfOrder(from);
      }
      lastEnd = end;
      lastLength = length;
      value(depth);
    }
  }
}
