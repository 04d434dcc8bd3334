package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;

/** Reads the fields of JSON bodies; what does not fit is refused with {@code InvalidRequest}. */
final class Body {
  private Body() {}

  static String text(DataMap body, String name) {
    return body.text(name).orElseThrow(() -> invalid(name + " must be text"));
  }

  static Did did(DataMap body, String name) {
    try {
      return Did.parse(text(body, name)).canonical();
    } catch (InvalidSyntaxException e) {
      throw invalid(name + " must be a DID");
    }
  }

  static Handle handle(DataMap body, String name) {
    try {
      return Handle.parse(text(body, name));
    } catch (InvalidSyntaxException e) {
      throw XrpcError.INVALID_HANDLE.exception(name + " must be a handle");
    }
  }

  static Digest digest(DataMap body, String name) {
    try {
      return Digest.parse(text(body, name));
    } catch (InvalidDigestException e) {
      throw XrpcError.INVALID_DIGEST.exception(String.valueOf(e.getMessage()));
    }
  }

  static DataMap object(DataValue value, String what) {
    if (value instanceof DataMap object) {
      return object;
    }
    throw invalid(what + " must be an object");
  }

  static RuntimeException invalid(String message) {
    return XrpcError.INVALID_REQUEST.exception(message);
  }
}
