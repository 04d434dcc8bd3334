package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MstNodeCodecTest {
  private static final Cid VALUE = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});
  private static final Cid CHILD = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {2});

  /** The bytes of VALUE and of CHILD as links. */
  private static final String VALUE_LINK =
      "d82a582500017112204bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

  private static final String CHILD_LINK =
      "d82a58250001711220dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986";

  @Test
  void nodesHaveTheirGoldenBytes() {
    assertEquals("a2616580616cf6", hex(MstNode.EMPTY));
    assertEquals(
        "a2616580616c" + CHILD_LINK, hex(new MstNode(new byte[0][], new Cid[0], nodes(CHILD))));
    assertEquals(
        "a26165"
            + "82"
            + "a4616b46632f616161616170006174f66176"
            + VALUE_LINK
            + "a4616b41626170056174"
            + CHILD_LINK
            + "6176"
            + VALUE_LINK
            + "616cf6",
        hex(
            new MstNode(
                new byte[][] {MstKey.of("c/aaaa"), MstKey.of("c/aaab")},
                new Cid[] {VALUE, VALUE},
                nodes(null, null, CHILD))));
  }

  @Test
  void aNodeReadsBackAsItWasWritten() {
    MstNode node =
        new MstNode(
            new byte[][] {MstKey.of("c/aaaa"), MstKey.of("c/aaab"), MstKey.of("d/\u00fc")},
            new Cid[] {VALUE, CHILD, VALUE},
            nodes(CHILD, null, null, VALUE));
    assertEquals(node, MstNodeCodec.decode(MstNodeCodec.encode(node)));
  }

  @Test
  void keysAboveSevenBitsAreOrderedUnsigned() {
    byte[][] keys = {{0x7f}, {(byte) 0x80}, {(byte) 0xff}};
    MstNode node =
        new MstNode(keys, new Cid[] {VALUE, VALUE, VALUE}, nodes(null, null, null, null));
    assertEquals(node, MstNodeCodec.decode(MstNodeCodec.encode(node)));
  }

  @Test
  void everyOtherFormOfANodeIsRefused() {
    refused("no map", w -> w.arrayHead(0));
    refused("nothing in it", w -> w.mapHead(0));
    refused("no left subtree", w -> w.mapHead(1).text("e").arrayHead(0));
    refused("no entries", w -> w.mapHead(1).text("l").nil());
    refused("fields the other way round", w -> w.mapHead(2).text("l").nil().text("e").arrayHead(0));
    refused(
        "a field more",
        w -> w.mapHead(3).text("e").arrayHead(0).text("l").nil().text("x").integer(1));
    refused("entries that are no array", w -> w.mapHead(2).text("e").mapHead(0).text("l").nil());
    refused("bytes behind it", w -> node(w, List.of()).nil());
    refused(
        "a left subtree that is text",
        w -> w.mapHead(2).text("e").arrayHead(0).text("l").text("x"));
    refused(
        "a left subtree that is a blob",
        w -> {
          w.mapHead(2).text("e").arrayHead(0).text("l");
          w.link(Cid.of(Cid.Codec.RAW, CHILD.sha256()));
        });
    refused("an entry without t", w -> node(w, List.of(e -> entryWithoutT(e))));
    refused("t left out of four", w -> node(w, List.of(e -> e.mapHead(4).text("k").bytes(A))));
    refused("k that is text", w -> node(w, List.of(e -> e.mapHead(4).text("k").text("c/a"))));
    refused("a first key with a prefix", w -> node(w, List.of(entry(1, "c/a"))));
    refused("a negative prefix", w -> node(w, List.of(entry(-1, "c/a"))));
    refused(
        "a prefix over the key's length", w -> node(w, List.of(entry(0, "c/a"), entry(4, "b"))));
    refused("a huge prefix", w -> node(w, List.of(entry(0, "c/a"), entry(Long.MAX_VALUE, "b"))));
    refused("a prefix too short", w -> node(w, List.of(entry(0, "c/a"), entry(1, "/b"))));
    refused("no prefix at all", w -> node(w, List.of(entry(0, "c/a"), entry(0, "c/b"))));
    refused("keys out of order", w -> node(w, List.of(entry(0, "c/b"), entry(2, "a"))));
    refused("the same key twice", w -> node(w, List.of(entry(0, "c/b"), entry(3, ""))));
    refused("a key over the limit", w -> node(w, List.of(entry(0, "c/" + "a".repeat(1023)))));
    refused(
        "a key that grows over the limit",
        w -> node(w, List.of(entry(0, "c/" + "a".repeat(1000)), entry(1002, "b".repeat(23)))));
    refused(
        "more entries than the limit",
        w -> {
          List<Consumer<DagCborWriter>> entries = new ArrayList<>();
          for (int i = 0; i <= MstNodeCodec.MAX_ENTRIES; i++) {
            entries.add(entry(0, String.valueOf((char) ('a' + i))));
          }
          node(w, entries);
        });
  }

  @Test
  void headsThatAreNotTheShortestAreRefused() {
    // e: an empty array whose length is written in a byte of its own.
    byte[] block = HexFormat.of().parseHex("a261659800616cf6");
    assertThrows(MstException.class, () -> MstNodeCodec.decode(block));
  }

  @Test
  void whateverIsReadIsWrittenAsTheSameBytes() {
    List<byte[]> corpus = Fuzz.corpus(Checkout.root().resolve("mst/src/test/resources/fuzz/node"));
    Fuzz.run(
        corpus,
        60_000,
        MstException.class,
        block -> assertArrayEquals(block, MstNodeCodec.encode(MstNodeCodec.decode(block))));
  }

  private static final byte[] A = MstKey.of("c/a");

  private static @Nullable Cid[] nodes(@Nullable Cid... subtrees) {
    return subtrees;
  }

  private static String hex(MstNode node) {
    return HexFormat.of().formatHex(MstNodeCodec.encode(node));
  }

  private static void refused(String what, Consumer<DagCborWriter> block) {
    DagCborWriter writer = new DagCborWriter();
    block.accept(writer);
    assertThrows(MstException.class, () -> MstNodeCodec.decode(writer.toByteArray()), what);
  }

  private static DagCborWriter node(DagCborWriter writer, List<Consumer<DagCborWriter>> entries) {
    writer.mapHead(2).text("e").arrayHead(entries.size());
    entries.forEach(entry -> entry.accept(writer));
    return writer.text("l").nil();
  }

  private static Consumer<DagCborWriter> entry(long prefix, String rest) {
    return w -> {
      w.mapHead(4).text("k").bytes(MstKey.of(rest)).text("p").integer(prefix);
      w.text("t").nil().text("v").link(VALUE);
    };
  }

  private static void entryWithoutT(DagCborWriter w) {
    w.mapHead(3).text("k").bytes(A).text("p").integer(0).text("v").link(VALUE);
  }
}
