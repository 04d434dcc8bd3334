package dev.orlop.atproto.plc;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The operation that creates a did:plc (did:plc method specification v0.1).
 *
 * @param did the DID it creates
 * @param operation the signed operation
 */
public record PlcGenesis(Did did, DataMap operation) {
  /**
   * Creates an account.
   *
   * @param rotationKey who may change the account later; signs the operation
   * @param signingKey the account's own key
   * @param handle its handle
   * @param pds the origin of its server
   */
  public static PlcGenesis create(
      SigningKey rotationKey, SigningKey signingKey, Handle handle, URI pds) {
    PlcState state =
        PlcState.of(
            List.of(rotationKey.publicKey().didKey()),
            signingKey.publicKey().didKey(),
            handle,
            pds);
    PlcOperation operation = PlcOperation.sign(state, Optional.empty(), rotationKey);
    return new PlcGenesis(operation.did(), operation.data());
  }
}
