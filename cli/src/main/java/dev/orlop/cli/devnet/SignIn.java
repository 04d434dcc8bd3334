package dev.orlop.cli.devnet;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.net.URI;

/** Somebody signs in with a password, as the accounts of a devnet can. */
public final class SignIn {
  private SignIn() {}

  /**
   * Calls in the name of an account, for as long as its access token is good.
   *
   * @param pds the server that has the account
   */
  public static XrpcClient at(URI pds, AtIdentifier name, String password) {
    DataMap session =
        XrpcClient.of(pds)
            .procedure(
                Nsids.SERVER_CREATE_SESSION,
                DataMap.builder()
                    .put("identifier", name.toString())
                    .put("password", password)
                    .build());
    return XrpcClient.builder(pds).tokens(_ -> session.text("accessJwt")).build();
  }
}
