package dev.orlop.atproto.plc;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Base32;
import dev.orlop.car.cid.Sha256;
import java.net.URI;
import java.util.Base64;
import java.util.List;

/**
 * The operation that creates a did:plc (did:plc method specification v0.1).
 *
 * @param did the DID it creates
 * @param operation the signed operation
 */
public record PlcGenesis(Did did, DataMap operation) {
  private static final int IDENTIFIER_LENGTH = 24;

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
    DataMap unsigned =
        DataMap.builder()
            .put("type", "plc_operation")
            .put("rotationKeys", List.of(text(rotationKey.publicKey().didKey())))
            .put(
                "verificationMethods",
                DataMap.builder().put("atproto", signingKey.publicKey().didKey()).build())
            .put("alsoKnownAs", List.of(text("at://" + handle)))
            .put(
                "services",
                DataMap.builder()
                    .put(
                        "atproto_pds",
                        DataMap.builder()
                            .put("type", "AtprotoPersonalDataServer")
                            .put("endpoint", pds.toString())
                            .build())
                    .build())
            .put("prev", DataValue.Null.NULL)
            .build();
    byte[] signature = rotationKey.sign(DagCbor.encode(unsigned));
    DataMap signed =
        unsigned.with(
            "sig", text(Base64.getUrlEncoder().withoutPadding().encodeToString(signature)));
    String hash = Base32.encode(Sha256.hash(DagCbor.encode(signed)));
    return new PlcGenesis(Did.parse("did:plc:" + hash.substring(0, IDENTIFIER_LENGTH)), signed);
  }

  private static DataValue text(String text) {
    return new DataValue.Text(text);
  }
}
