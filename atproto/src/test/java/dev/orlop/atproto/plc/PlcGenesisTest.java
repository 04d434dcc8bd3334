package dev.orlop.atproto.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DagCbor;
import java.net.URI;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class PlcGenesisTest {
  private static final URI PDS = URI.create("https://pds.example.com");

  private final SigningKey rotation = SigningKey.generate(KeyType.P256);
  private final SigningKey signing = SigningKey.generate(KeyType.K256);

  @Test
  void theOperationIsSignedByTheRotationKey() {
    PlcGenesis genesis = PlcGenesis.create(rotation, signing, Handle.parse("a.test"), PDS);
    byte[] signature = Base64.getUrlDecoder().decode(genesis.operation().text("sig").orElseThrow());
    byte[] unsigned = DagCbor.encode(genesis.operation().without("sig"));
    assertTrue(rotation.publicKey().verify(unsigned, signature));
  }

  @Test
  void theDidFollowsFromTheOperation() {
    PlcGenesis genesis = PlcGenesis.create(rotation, signing, Handle.parse("a.test"), PDS);
    assertTrue(genesis.did().isPlc());
    assertEquals(genesis, PlcGenesis.create(rotation, signing, Handle.parse("a.test"), PDS));
    assertNotEquals(
        genesis.did(), PlcGenesis.create(rotation, signing, Handle.parse("b.test"), PDS).did());
  }
}
