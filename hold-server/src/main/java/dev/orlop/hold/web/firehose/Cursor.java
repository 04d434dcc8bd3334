package dev.orlop.hold.web.firehose;

import dev.orlop.atproto.firehose.ErrorFrame;
import dev.orlop.atproto.firehose.InfoFrame;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.events.EventLog;
import java.util.Optional;

/** From where a subscriber wants the events. */
sealed interface Cursor {
  /** Those that are to come. */
  record None() implements Cursor {}

  /** Those behind a seq. */
  record Behind(long seq) implements Cursor {}

  /** What it said is no number. */
  record Invalid() implements Cursor {}

  /** What it said. */
  static Cursor of(Optional<String> parameter) {
    if (parameter.isEmpty()) {
      return new None();
    }
    try {
      long seq = Long.parseLong(parameter.get());
      return seq < 0 ? new Invalid() : new Behind(seq);
    } catch (NumberFormatException e) {
      return new Invalid();
    }
  }

  /** Where a stream begins. */
  sealed interface Start {
    /** Behind a seq, after a word of information. */
    record From(long seq, Optional<InfoFrame> info) implements Start {}

    /** Nowhere. */
    record Refused(ErrorFrame error) implements Start {}
  }

  /** Where the stream begins in a log. */
  default Start in(EventLog log) {
    return switch (this) {
      case None _ -> new Start.From(log.lastSeq(), Optional.empty());
      case Invalid _ ->
          new Start.Refused(
              new ErrorFrame(
                  XrpcError.INVALID_REQUEST.errorName(), Optional.of("cursor must be a number")));
      case Behind(long seq) -> behind(seq, log);
    };
  }

  private static Start behind(long seq, EventLog log) {
    if (seq > log.lastSeq()) {
      return new Start.Refused(
          new ErrorFrame(ErrorFrame.FUTURE_CURSOR, Optional.of("Cursor in the future.")));
    }
    // Zero asks for whatever there is.
    boolean outdated = seq > 0 && seq < log.floor();
    return new Start.From(
        seq,
        outdated
            ? Optional.of(
                new InfoFrame(
                    InfoFrame.OUTDATED_CURSOR,
                    Optional.of("Requested cursor exceeded limit. Possibly missing events")))
            : Optional.empty());
  }
}
