package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.atproto.identity.Resolution;
import java.time.Duration;

/** What the directory of identities says, as a source says it. */
final class Resolutions {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private Resolutions() {}

  static <T> Fetched<T> fetched(Object name, Resolution<T> resolution) {
    return switch (resolution) {
      case Resolution.Found<T>(T value) -> new Fetched.Found<>(value);
      case Resolution.NotFound<T>() -> new Fetched.Absent<>();
      case Resolution.Failed<T>(String reason, _) ->
          new Fetched.Unavailable<>(name + " cannot be looked up: " + reason, PAUSE);
    };
  }
}
