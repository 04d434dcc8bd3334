package dev.orlop.lexicons;

import dev.orlop.car.cbor.DataMap;

/** What became of the query part of a URL. */
public sealed interface ParamsResult {
  /**
   * The parameters fit.
   *
   * @param params the declared ones by name, typed, with defaults filled in; others are left out
   */
  record Parsed(DataMap params) implements ParamsResult {}

  /**
   * They do not fit.
   *
   * @param path where, such as {@code $.limit}
   * @param message what was expected there; safe to show and to log
   */
  record Invalid(String path, String message) implements ParamsResult {}

  /** There is no such method here. */
  record Unknown() implements ParamsResult {
    static final Unknown UNKNOWN = new Unknown();
  }
}
