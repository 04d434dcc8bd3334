package dev.orlop.hold.events;

import java.util.List;

/** What a reader finds. */
public sealed interface Read {
  /** Messages, as they go over the wire; good until the reader is asked again. */
  record Messages(List<Slice> parts) implements Read {}

  /** There is nothing yet. */
  record UpToDate() implements Read {}

  /** What comes next is not kept any more. */
  record FellBehind() implements Read {}
}
