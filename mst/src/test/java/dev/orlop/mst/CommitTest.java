package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommitTest {
  private static final Tid REV = Tid.parse("3ke6kg3wk2222");
  private static final Commit COMMIT = Commit.sign(TestRepo.DID, REV, Mst.EMPTY_ROOT, TestRepo.KEY);

  @Test
  void aCommitHasItsGoldenAddress() {
    assertEquals(
        "bafyreiagiio42w6ki7hvunjczbq344tr4tpn3rk5lh7wv7g5jabvrywawy",
        Cid.hash(Cid.Codec.DAG_CBOR, COMMIT.encode()).toString());
  }

  @Test
  void theFieldsAreThoseOfVersionThree() {
    DataMap fields = (DataMap) DagCbor.decode(COMMIT.encode());
    assertEquals(
        DataMap.builder()
            .put("did", "did:web:hold.example.com")
            .put("rev", "3ke6kg3wk2222")
            .put("data", Mst.EMPTY_ROOT)
            .put("prev", DataValue.Null.NULL)
            .put("version", 3)
            .put("sig", new DataValue.Bytes(COMMIT.sig()))
            .build(),
        fields);
    assertArrayEquals(DagCbor.encode(fields.without("sig")), COMMIT.unsignedBytes());
  }

  @Test
  void aCommitReadsBackAsItWasWritten() {
    Commit read = Commit.decode(COMMIT.encode());
    assertArrayEquals(COMMIT.encode(), read.encode());
    assertTrue(read.verify(TestRepo.KEY.publicKey()));
  }

  @Test
  void theSignatureIsByThisKeyOverAllFields() {
    assertFalse(COMMIT.verify(TestRepo.key(2).publicKey()));
    Tid other = Tid.parse("3ke6kg3wk2223");
    assertFalse(
        new Commit(COMMIT.did(), other, COMMIT.data(), null, COMMIT.sig())
            .verify(TestRepo.KEY.publicKey()));
    assertFalse(
        new Commit(COMMIT.did(), REV, COMMIT.data(), COMMIT.data(), COMMIT.sig())
            .verify(TestRepo.KEY.publicKey()));
  }

  @Test
  void bothCurvesSign() {
    SigningKey key = SigningKey.generate(KeyType.P256);
    assertTrue(Commit.sign(TestRepo.DID, REV, Mst.EMPTY_ROOT, key).verify(key.publicKey()));
  }

  @Test
  void theOtherHalfOfASignatureIsRefused() {
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s = new BigInteger(1, COMMIT.sig(), 32, 32);
    byte[] highS = Arrays.copyOf(COMMIT.sig(), 64);
    byte[] other = order.subtract(s).toByteArray();
    // One byte more, of zero, where the top bit is set: as it is in every high s.
    System.arraycopy(other, other.length - 32, highS, 32, 32);
    assertFalse(
        new Commit(COMMIT.did(), REV, COMMIT.data(), null, highS).verify(TestRepo.KEY.publicKey()));
  }

  @Test
  void anythingElseIsNoCommit() {
    DataMap fields = (DataMap) DagCbor.decode(COMMIT.encode());
    for (String field : fields.fields().keySet()) {
      refused(fields.without(field));
      refused(fields.with(field, new DataValue.Bool(true)));
    }
    refused(fields.with("version", new DataValue.Int(2)));
    refused(fields.with("extra", new DataValue.Int(1)));
    refused(fields.with("did", new DataValue.Text("hold.example.com")));
    refused(fields.with("rev", new DataValue.Text("yesterday")));
    refused(
        fields.with("data", new DataValue.Link(Cid.of(Cid.Codec.RAW, Mst.EMPTY_ROOT.sha256()))));
  }

  private static void refused(DataMap fields) {
    assertThrows(CommitFormatException.class, () -> Commit.decode(DagCbor.encode(fields)));
  }

  @Test
  void whateverIsReadIsWrittenAsTheSameBytes() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("mst/src/test/resources/fuzz/commit")),
        30_000,
        CommitFormatException.class,
        block -> assertArrayEquals(block, Commit.decode(block).encode()));
  }
}
