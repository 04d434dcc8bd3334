package dev.orlop.atproto.xrpc;

/** The request body that a method takes. */
public sealed interface XrpcInput {
  /** The limit of JSON bodies unless a method says otherwise, in bytes. */
  int DEFAULT_JSON_BYTES = 1_000_000;

  /** No body; one that comes all the same is refused. */
  XrpcInput NONE = new None();

  /** A JSON object of at most {@link #DEFAULT_JSON_BYTES}. */
  XrpcInput JSON = new Json(DEFAULT_JSON_BYTES);

  /** The longest body, in bytes. */
  long maxBytes();

  /** No body. */
  record None() implements XrpcInput {
    @Override
    public long maxBytes() {
      return 0;
    }
  }

  /** A JSON object, read whole before the handler asks for it. */
  record Json(long maxBytes) implements XrpcInput {}

  /** Bytes of any type, streamed to the handler. */
  record Raw(long maxBytes) implements XrpcInput {}
}
