package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MstShapeTest {
  private static final Cid VALUE =
      Cid.parse("bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454");

  @Test
  void theEmptyTreeIsTheKnownOne() {
    assertEquals(
        "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm", Mst.EMPTY_ROOT.toString());
    assertEquals(Mst.EMPTY_ROOT, MstEditor.build(List.of()).root());
  }

  @Test
  void aHundredThousandKeysHaveTheRootThatTheReferenceGivesThem() {
    List<Edit.Put> puts = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      puts.add(
          new Edit.Put("io.atcr.hold.stats/" + sortable(0x600000000000000L + i * 1000003L), VALUE));
    }
    MstEdit built = MstEditor.build(puts);
    assertEquals(
        "bafyreic5szybpkc7nltirpeiuwac2hoiqzowu4hfkkeuunzv2zcgo3fupm", built.root().toString());
    assertEquals(26_536, built.created().size());
  }

  @Test
  void treesHaveTheRootsThatAnotherProgramComputed() throws IOException {
    Path file = Checkout.root().resolve("mst/src/test/resources/trees.txt");
    int trees = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split(" \\| ?", -1);
      TreeMap<String, Cid> entries = new TreeMap<>();
      for (String entry : fields[2].trim().split(" ", -1)) {
        if (!entry.isEmpty()) {
          int equals = entry.indexOf('=');
          byte value = Byte.parseByte(entry.substring(equals + 1));
          entries.put(entry.substring(0, equals), Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {value}));
        }
      }
      List<Edit.Put> puts = new ArrayList<>();
      entries.forEach((key, value) -> puts.add(new Edit.Put(key, value)));
      assertEquals(fields[1], MstEditor.build(puts).root().toString(), fields[0]);
      assertEquals(fields[1], new SlowTree(entries).root().toString(), fields[0]);
      trees++;
    }
    assertEquals(11, trees);
  }

  @Test
  void keysThatWereChosenToFallIntoOneNodeAreRefusedBeforeTheNodeIsUnreadable() {
    List<Edit.Put> puts = new ArrayList<>();
    for (int i = 0; puts.size() <= MstNodeCodec.MAX_ENTRIES; i++) {
      String key = "c/" + i;
      if (SlowTree.height(key) == 0) {
        puts.add(new Edit.Put(key, VALUE));
      }
    }
    assertThrows(MstException.class, () -> MstEditor.build(puts));
    puts.removeLast();
    MstEdit largest = MstEditor.build(puts);
    largest.created().values().forEach(node -> MstNodeCodec.decode(node.block()));
  }

  @Test
  void keysTooLongForANodeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MstEditor.build(List.of(new Edit.Put("k".repeat(1025), VALUE))));
    assertThrows(
        IllegalArgumentException.class, () -> MstEditor.build(List.of(new Edit.Put("", VALUE))));
  }

  @Test
  void theOrderOfEditsDoesNotMatter() {
    Cases.run(
        20,
        random -> {
          List<Edit.Put> puts = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            puts.add(new Edit.Put("k/" + i, VALUE));
          }
          Cid root = MstEditor.build(puts).root();
          for (int i = puts.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Edit.Put swapped = puts.set(other, puts.get(i));
            puts.set(i, swapped);
          }
          assertEquals(root, MstEditor.build(puts).root());
        });
  }

  @Test
  void twoEditsOfOneKeyAreRefused() {
    List<Edit.Put> twice = List.of(new Edit.Put("k/1", VALUE), new Edit.Put("k/1", VALUE));
    assertThrows(IllegalArgumentException.class, () -> MstEditor.build(twice));
  }

  @Test
  void aCursorGivesEachRangeInBothDirections() {
    TreeMap<String, Cid> model = new TreeMap<>();
    List<Edit.Put> puts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String key = "c" + i % 3 + "/" + i;
      model.put(key, VALUE);
      puts.add(new Edit.Put(key, VALUE));
    }
    MstEdit built = MstEditor.build(puts);
    NodeStore store = Nodes.of(built);
    Cid root = built.root();
    assertEquals(List.copyOf(model.keySet()), paths(MstCursor.all(store, root)));
    assertEquals(
        List.copyOf(model.subMap("c1/", "c10").keySet()),
        paths(MstCursor.prefix(store, root, MstKey.of("c1/"))));
    Cases.run(
        200,
        random -> {
          String a = "c" + random.nextInt(3) + "/" + random.nextInt(310);
          String b = "c" + random.nextInt(3) + "/" + random.nextInt(310);
          String low = a.compareTo(b) < 0 ? a : b;
          String high = a.compareTo(b) < 0 ? b : a;
          assertEquals(
              List.copyOf(model.subMap(low, high).keySet()),
              paths(MstCursor.range(store, root, MstKey.of(low), MstKey.of(high))));
          assertEquals(
              List.copyOf(model.subMap(low, true, high, false).descendingMap().keySet()),
              paths(MstCursor.rangeDown(store, root, MstKey.of(high), MstKey.of(low))));
        });
    assertEquals(
        List.copyOf(model.descendingMap().keySet()),
        paths(MstCursor.rangeDown(store, root, null, null)));
    assertFalse(MstCursor.all(NodeStore.over(_ -> EMPTY), Mst.EMPTY_ROOT).hasNext());
  }

  private static final byte[] EMPTY = MstNodeCodec.encode(MstNode.EMPTY);

  private static List<String> paths(MstCursor cursor) {
    List<String> paths = new ArrayList<>();
    cursor.forEachRemaining(entry -> paths.add(entry.path()));
    return paths;
  }

  private static String sortable(long number) {
    String alphabet = "234567abcdefghijklmnopqrstuvwxyz";
    char[] text = new char[13];
    long rest = number;
    for (int i = 12; i >= 0; i--) {
      text[i] = alphabet.charAt((int) (rest & 31));
      rest >>= 5;
    }
    return new String(text);
  }
}
