package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.pds.accounts.Refusal;
import java.util.Optional;

/** How refusals that concern accounts are told. */
final class AccountRefusals {
  private AccountRefusals() {}

  static RuntimeException exception(Refusal refusal) {
    XrpcError error =
        switch (refusal.reason()) {
          case NOT_ALLOWED, BAD_EMAIL, DID_IN_USE -> XrpcError.INVALID_REQUEST;
          case BAD_HANDLE -> XrpcError.INVALID_HANDLE;
          case HANDLE_TAKEN -> XrpcError.HANDLE_NOT_AVAILABLE;
          case FOREIGN_DOMAIN -> XrpcError.UNSUPPORTED_DOMAIN;
          case BAD_PASSWORD -> XrpcError.INVALID_PASSWORD;
          case BAD_INVITE -> XrpcError.INVALID_INVITE_CODE;
          case UNRESOLVABLE_DID -> XrpcError.UNRESOLVABLE_DID;
          case WRONG_DOCUMENT -> XrpcError.INCOMPATIBLE_DID_DOC;
          case DIRECTORY_FAILED -> XrpcError.UPSTREAM_FAILURE;
        };
    return error.exception(refusal.message());
  }

  static void require(Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      throw exception(refusal.get());
    }
  }
}
