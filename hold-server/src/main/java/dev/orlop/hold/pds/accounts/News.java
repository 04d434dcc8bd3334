package dev.orlop.hold.pds.accounts;

/** What changed with an account that the network is to be told of. */
enum News {
  /** It is new here: identity, status, repo. */
  CREATED,
  /** It has another handle or key. */
  IDENTITY,
  /** It is active again: status, identity, repo. */
  ACTIVATED,
  /** It is not active any more. */
  STATUS
}
