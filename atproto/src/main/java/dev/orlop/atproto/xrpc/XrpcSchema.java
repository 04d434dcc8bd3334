package dev.orlop.atproto.xrpc;

import dev.orlop.car.cbor.DataMap;

/**
 * Checks what goes in and out of methods against their lexicons. The validator itself lives above
 * this module; the router only calls it, at the edge, so that handlers see what was declared.
 *
 * <p>Each check throws {@link XrpcException}: {@code InvalidRequest} for what came in. What goes
 * out and does not fit is our own fault, and is thrown as {@link IllegalStateException}.
 */
public interface XrpcSchema {
  /** Checks nothing. */
  XrpcSchema NONE = new XrpcSchema() {};

  /** Checks the parameters of a call of {@code method}. */
  default void checkParams(String method, XrpcParams params) {}

  /** Checks the JSON body of a call of {@code method}. */
  default void checkInput(String method, DataMap body) {}

  /** Checks the JSON answer of {@code method}. */
  default void checkOutput(String method, DataMap body) {}
}
