package dev.orlop.atproto.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlcLogTest {
  private static final URI PDS = URI.create("https://pds.example.com");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final SigningKey owner = SigningKey.generate(KeyType.P256);
  private final SigningKey server = SigningKey.generate(KeyType.K256);
  private final SigningKey stranger = SigningKey.generate(KeyType.K256);
  private final PlcState first = state("carol.test");
  private final PlcOperation genesis = PlcOperation.sign(first, Optional.empty(), server);
  private final Did did = genesis.did();
  private final PlcLog log = new PlcLog(did);

  private PlcState state(String handle) {
    return PlcState.of(
        List.of(owner.publicKey().didKey(), server.publicKey().didKey()),
        server.publicKey().didKey(),
        Handle.parse(handle),
        PDS);
  }

  private PlcOperation rename(String handle, Cid prev, SigningKey key) {
    return PlcOperation.sign(first.withHandle(Handle.parse(handle)), Optional.of(prev), key);
  }

  private void refused(PlcOperation operation, Instant at) {
    List<PlcLog.Entry> before = log.entries();
    assertThrows(InvalidPlcOperationException.class, () -> log.add(operation, at));
    assertEquals(before, log.entries());
  }

  @Test
  void eachOperationFollowsOnTheLastAndIsSignedByARotationKey() {
    refused(rename("dora.test", genesis.cid(), server), NOW);
    refused(PlcOperation.sign(first, Optional.empty(), stranger), NOW);
    log.add(genesis, NOW);
    refused(genesis, NOW);
    refused(rename("dora.test", genesis.cid(), stranger), NOW);
    PlcOperation second = rename("dora.test", genesis.cid(), server);
    log.add(second, NOW);
    refused(rename("emil.test", genesis.cid(), server), NOW);
    assertEquals(Optional.of(second), log.last());
    assertEquals(
        Optional.of(Handle.parse("dora.test")),
        log.last().orElseThrow().state().document(did).handle());
  }

  @Test
  void aMightierKeyUndoesWhatALesserDidWithinThreeDays() {
    log.add(genesis, NOW);
    log.add(rename("dora.test", genesis.cid(), server), NOW);
    PlcOperation recovery = rename("emil.test", genesis.cid(), owner);
    refused(recovery, NOW.plus(Duration.ofDays(3)).plusSeconds(1));
    log.add(recovery, NOW.plus(Duration.ofDays(3)));
    assertEquals(Optional.of(recovery), log.last());
    assertTrue(log.entries().get(1).nullified());
    assertFalse(log.entries().get(2).nullified());
    refused(rename("dora.test", genesis.cid(), server), NOW);
  }

  @Test
  void whatWasChangedAfterItWasSignedIsRefused() {
    log.add(genesis, NOW);
    DataMap data = rename("dora.test", genesis.cid(), server).data();
    DataMap other =
        data.with(
            "alsoKnownAs", new DataValue.Array(List.of(new DataValue.Text("at://emil.test"))));
    refused(PlcOperation.parse(other), NOW);
    DataValue padded = new DataValue.Text(data.text("sig").orElseThrow() + "==");
    refused(PlcOperation.parse(data.with("sig", padded)), NOW);
  }

  @Test
  void whatHasNotTheFormOfAnOperationIsRefused() {
    DataMap data = genesis.data();
    for (String field : data.fields().keySet()) {
      assertThrows(
          InvalidPlcOperationException.class, () -> PlcOperation.parse(data.without(field)), field);
    }
    for (List<DataValue> keys :
        List.<List<DataValue>>of(
            List.of(),
            List.of(new DataValue.Text("did:key:nonsense")),
            List.of(
                new DataValue.Text(owner.publicKey().didKey()),
                new DataValue.Text(owner.publicKey().didKey())))) {
      assertThrows(
          InvalidPlcOperationException.class,
          () -> PlcOperation.parse(data.with("rotationKeys", new DataValue.Array(keys))));
    }
  }
}
