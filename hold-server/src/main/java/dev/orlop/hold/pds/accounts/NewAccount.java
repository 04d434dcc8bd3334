package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.Optional;

/**
 * What somebody wants who wants an account.
 *
 * @param moving the DID of an account that is to move here, whose owner proved to be it
 * @param recoveryKey a rotation key of the owner's, as did:key, mightier than the server's
 * @param byOperator who needs neither permission nor invitation
 */
public record NewAccount(
    Handle handle,
    Optional<String> email,
    Optional<String> password,
    Optional<String> invite,
    Optional<Did> moving,
    Optional<String> recoveryKey,
    boolean byOperator) {
  @Override
  public String toString() {
    return "NewAccount[" + handle + "]";
  }
}
