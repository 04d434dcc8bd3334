package dev.orlop.atproto.firehose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DagCborReader;
import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Fuzz;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Datetime TIME = Datetime.parse("2026-11-21T12:00:00.000Z");
  private static final Tid BEFORE = Tid.parse("3ke6kg3wk2222");
  private static final Tid REV = Tid.parse("3ke6kg3wk2322");
  private static final Cid ONE = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});
  private static final Cid TWO = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {2});

  private static final String ONE_LINK =
      "d82a58250001711220" + HexFormat.of().formatHex(ONE.sha256());
  private static final String TWO_LINK =
      "d82a58250001711220" + HexFormat.of().formatHex(TWO.sha256());

  private static final CommitEvent COMMIT =
      new CommitEvent(
          1_764_000_000_000_000L,
          ALICE,
          REV,
          Optional.of(BEFORE),
          ONE,
          Optional.of(TWO),
          List.of(
              new RecordOp(RecordOp.Action.CREATE, RepoPath.parse("a.b.c/1"), ONE, null),
              new RecordOp(RecordOp.Action.UPDATE, RepoPath.parse("a.b.c/2"), ONE, TWO),
              new RecordOp(RecordOp.Action.DELETE, RepoPath.parse("a.b.c/3"), null, TWO)),
          new byte[] {1, 2, 3},
          TIME);

  private static final CommitEvent FIRST =
      new CommitEvent(
          1, ALICE, REV, Optional.empty(), ONE, Optional.empty(), List.of(), new byte[0], TIME);

  private static final List<Frame> ALL =
      List.of(
          COMMIT,
          FIRST,
          new SyncEvent(2, ALICE, REV, new byte[] {9}, TIME),
          new IdentityEvent(3, ALICE, Optional.of(Handle.parse("alice.test")), TIME),
          new IdentityEvent(4, ALICE, Optional.empty(), TIME),
          new AccountEvent(5, ALICE, true, Optional.empty(), TIME),
          new AccountEvent(6, ALICE, false, Optional.of("deactivated"), TIME),
          new InfoFrame(InfoFrame.OUTDATED_CURSOR, Optional.of("older than what is kept")),
          new ErrorFrame(ErrorFrame.FUTURE_CURSOR, Optional.empty()));

  private static String hex(Frame frame) {
    return HexFormat.of().formatHex(frame.encode());
  }

  private static String text(String text) {
    byte[] bytes = new DagCborWriter().text(text).toByteArray();
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void aCommitHasItsGoldenBytes() {
    assertEquals(
        "a2617467"
            + "23636f6d6d6974"
            + "626f7001"
            + "ac"
            + text("ops")
            + "83"
            + ("a3" + text("cid") + ONE_LINK + text("path") + text("a.b.c/1"))
            + (text("action") + text("create"))
            + ("a4" + text("cid") + ONE_LINK + text("path") + text("a.b.c/2"))
            + (text("prev") + TWO_LINK + text("action") + text("update"))
            + ("a4" + text("cid") + "f6" + text("path") + text("a.b.c/3"))
            + (text("prev") + TWO_LINK + text("action") + text("delete"))
            + (text("rev") + text("3ke6kg3wk2322"))
            + (text("seq") + "1b0006445941624000")
            + (text("repo") + text("did:plc:ewvi7nxzyoun6zhxrhs64oiz"))
            + (text("time") + text("2026-11-21T12:00:00.000Z"))
            + (text("blobs") + "80")
            + (text("since") + text("3ke6kg3wk2222"))
            + (text("blocks") + "43010203")
            + (text("commit") + ONE_LINK)
            + (text("rebase") + "f4")
            + (text("tooBig") + "f4")
            + (text("prevData") + TWO_LINK),
        hex(COMMIT));
  }

  @Test
  void theFirstCommitLeavesPrevDataOutAndSaysNullForSince() {
    DataMap payload = payload(FIRST);
    assertTrue(!payload.has("prevData"));
    assertEquals(DataValue.Null.NULL, payload.get("since"));
  }

  @Test
  void theSmallFramesHaveTheirGoldenBytes() {
    assertEquals(
        "a261746523"
            + "73796e63"
            + "626f7001"
            + "a5"
            + (text("did") + text("did:plc:ewvi7nxzyoun6zhxrhs64oiz"))
            + (text("rev") + text("3ke6kg3wk2322"))
            + (text("seq") + "02")
            + (text("time") + text("2026-11-21T12:00:00.000Z"))
            + (text("blocks") + "4109"),
        hex(ALL.get(2)));
    assertEquals(
        "a2617468236163636f756e74626f7001"
            + "a5"
            + (text("did") + text("did:plc:ewvi7nxzyoun6zhxrhs64oiz"))
            + (text("seq") + "06")
            + (text("time") + text("2026-11-21T12:00:00.000Z"))
            + (text("active") + "f4")
            + (text("status") + text("deactivated")),
        hex(ALL.get(6)));
    assertEquals("a1626f7020a1" + text("error") + text("FutureCursor"), hex(ALL.getLast()));
  }

  @Test
  void everyFrameIsCanonicalAndReadsBackAsItWasWritten() {
    for (Frame frame : ALL) {
      byte[] message = frame.encode();
      DagCborReader reader = new DagCborReader(message);
      DataValue header = DagCbor.read(reader, 4);
      DataValue payload = DagCbor.read(reader, 4);
      reader.end();
      assertArrayEquals(join(DagCbor.encode(header), DagCbor.encode(payload)), message);
      Frame read = Frame.decode(message);
      assertEquals(frame.getClass(), read.getClass());
      assertArrayEquals(message, read.encode());
    }
  }

  @Test
  void aTypeThatIsNotKnownIsHandedOnAndFieldsThatAreNotKnownArePassedOver() {
    byte[] message = join(header("#labels"), DagCbor.encode(DataMap.EMPTY));
    assertEquals("#labels", assertInstanceOf(UnknownFrame.class, Frame.decode(message)).type());
    DataMap grown = payload(FIRST).with("zzz", DataValue.Null.NULL);
    assertArrayEquals(FIRST.encode(), Frame.decode(commit(grown)).encode());
  }

  @Test
  void commitsThatLackAFieldOrHaveAWrongOneAreRefused() {
    DataMap good = payload(COMMIT);
    for (String key : good.fields().keySet()) {
      if (!key.equals("prevData")) {
        assertThrows(
            FrameFormatException.class, () -> Frame.decode(commit(good.without(key))), key);
      }
    }
    refused(good.with("seq", new DataValue.Int(0)));
    refused(good.with("seq", new DataValue.Int(1L << 53)));
    refused(good.with("tooBig", new DataValue.Bool(true)));
    refused(good.with("repo", new DataValue.Text("alice.test")));
    refused(good.with("since", new DataValue.Text("yesterday")));
    DataValue op = good.array("ops").orElseThrow().getFirst();
    refused(good.with("ops", new DataValue.Array(Collections.nCopies(201, op))));
    refused(good.with("ops", new DataValue.Array(List.of(((DataMap) op).without("cid")))));
    refused(
        good.with(
            "ops",
            new DataValue.Array(
                List.of(((DataMap) op).with("action", new DataValue.Text("delete"))))));
    refused(good.with("blocks", new DataValue.Bytes(new byte[2_000_001])));
  }

  private static void refused(DataMap payload) {
    assertThrows(FrameFormatException.class, () -> Frame.decode(commit(payload)));
  }

  @Test
  void nothingThatIsSentBreaksTheReader() {
    List<byte[]> corpus = new ArrayList<>();
    ALL.forEach(frame -> corpus.add(frame.encode()));
    corpus.add(join(header("#labels"), DagCbor.encode(DataMap.EMPTY)));
    Fuzz.run(
        corpus,
        20_000,
        FrameFormatException.class,
        message -> {
          Frame read = Frame.decode(message);
          assertEquals(read.getClass(), Frame.decode(read.encode()).getClass());
        });
  }

  private static byte[] header(String type) {
    return DagCbor.encode(DataMap.builder().put("t", type).put("op", 1).build());
  }

  private static byte[] commit(DataMap payload) {
    return join(header("#commit"), DagCbor.encode(payload));
  }

  private static DataMap payload(Frame frame) {
    DagCborReader reader = new DagCborReader(frame.encode());
    DagCbor.read(reader, 4);
    return (DataMap) DagCbor.read(reader, 4);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
