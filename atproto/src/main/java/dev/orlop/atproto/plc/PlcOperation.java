package dev.orlop.atproto.plc;

import dev.orlop.atproto.crypto.InvalidKeyException;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Base32;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.car.cid.Sha256;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A signed operation on a did:plc (did:plc method specification v0.1): one that sets all that the
 * DID says, or a tombstone that ends it.
 *
 * @param data all fields
 */
public record PlcOperation(DataMap data) {
  /** The longest operation that directories take, in bytes. */
  static final int MAX_BYTES = 4000;

  private static final int IDENTIFIER_LENGTH = 24;
  private static final int MAX_ROTATION_KEYS = 5;
  private static final String SET = "plc_operation";
  private static final String TOMBSTONE = "plc_tombstone";

  /**
   * Makes and signs an operation.
   *
   * @param prev the operation that it follows; empty for the one that creates the DID
   */
  public static PlcOperation sign(PlcState state, Optional<Cid> prev, SigningKey rotationKey) {
    DataValue link =
        prev.<DataValue>map(cid -> new DataValue.Text(cid.toString())).orElse(DataValue.Null.NULL);
    DataMap unsigned = state.toData().put("type", SET).put("prev", link).build();
    byte[] signature = rotationKey.sign(DagCbor.encode(unsigned));
    return new PlcOperation(
        unsigned.with(
            "sig",
            new DataValue.Text(Base64.getUrlEncoder().withoutPadding().encodeToString(signature))));
  }

  /**
   * Takes over what somebody says is an operation.
   *
   * @throws InvalidPlcOperationException if it has not the form of one
   */
  public static PlcOperation parse(DataMap data) {
    PlcOperation operation = new PlcOperation(data);
    try {
      if (DagCbor.encode(data).length > MAX_BYTES) {
        throw new InvalidPlcOperationException("longer than " + MAX_BYTES + " bytes");
      }
    } catch (CborException e) {
      throw new InvalidPlcOperationException("not data");
    }
    if (data.text("sig").isEmpty() || !data.has("prev")) {
      throw new InvalidPlcOperationException("no sig or no prev");
    }
    Optional<Cid> unused = operation.prev();
    if (!operation.isTombstone()) {
      requireSane(operation.state());
    }
    return operation;
  }

  private static void requireSane(PlcState state) {
    List<String> keys = state.rotationKeys();
    if (keys.isEmpty() || keys.size() > MAX_ROTATION_KEYS) {
      throw new InvalidPlcOperationException("not 1 to " + MAX_ROTATION_KEYS + " rotation keys");
    }
    if (new HashSet<>(keys).size() != keys.size()) {
      throw new InvalidPlcOperationException("a rotation key stands twice");
    }
    for (String key : keys) {
      try {
        PublicKey unused = PublicKey.fromDidKey(key);
      } catch (InvalidKeyException e) {
        throw new InvalidPlcOperationException("a rotation key is none");
      }
    }
    if (state.verificationMethods().values().stream()
        .anyMatch(key -> !key.startsWith("did:key:"))) {
      throw new InvalidPlcOperationException("a verification method is no did:key");
    }
  }

  /** Whether it ends the DID. */
  public boolean isTombstone() {
    return data.text("type").equals(Optional.of(TOMBSTONE));
  }

  /** What it makes of the DID. */
  public PlcState state() {
    if (!data.text("type").equals(Optional.of(SET))) {
      throw new InvalidPlcOperationException("of a type that is not known");
    }
    return PlcState.parse(data);
  }

  /** The operation that it follows; empty for the one that creates the DID. */
  public Optional<Cid> prev() {
    if (data.get("prev") instanceof DataValue.Null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cid.parse(data.text("prev").orElse("")));
    } catch (InvalidCidException _) {
      throw new InvalidPlcOperationException("prev is no CID");
    }
  }

  /** By what the next one names it. */
  public Cid cid() {
    return DagCbor.cid(data);
  }

  /** The DID that it creates, if it creates one. */
  public Did did() {
    String hash = Base32.encode(Sha256.hash(DagCbor.encode(data)));
    return Did.parse("did:plc:" + hash.substring(0, IDENTIFIER_LENGTH));
  }

  /** Which of {@code rotationKeys} signed it; empty if none did. */
  public OptionalInt signer(List<String> rotationKeys) {
    byte[] unsigned = DagCbor.encode(data.without("sig"));
    String text = data.text("sig").orElse("");
    byte[] signature;
    try {
      // With padding it would be another operation of the same meaning.
      signature = Base64.getUrlDecoder().decode(text.indexOf('=') < 0 ? text : "");
    } catch (IllegalArgumentException _) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < rotationKeys.size(); i++) {
      if (PublicKey.fromDidKey(rotationKeys.get(i)).verify(unsigned, signature)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
