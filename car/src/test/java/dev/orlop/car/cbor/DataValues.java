package dev.orlop.car.cbor;

import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random values of the data model, with a liking for the places where encodings change. */
final class DataValues {
  private static final int[] EDGES = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000};

  private DataValues() {}

  static DataValue any(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Null.NULL;
      case 1 -> new Bool(random.nextBoolean());
      case 2, 3 -> new Int(integer(random));
      case 4 -> new Text(text(random, random.nextInt(40)));
      case 5 -> new Bytes(bytes(random, random.nextInt(300)));
      case 6 -> new Link(link(random));
      case 7 -> array(random, depth);
      default -> map(random, depth);
    };
  }

  static DataMap map(SplittableRandom random, int depth) {
    DataMap.Builder builder = DataMap.builder();
    for (int i = size(random); i > 0; i--) {
      builder.put(text(random, random.nextInt(5)), any(random, depth - 1));
    }
    return builder.build();
  }

  private static Array array(SplittableRandom random, int depth) {
    List<DataValue> items = new ArrayList<>();
    for (int i = size(random); i > 0; i--) {
      items.add(any(random, depth - 1));
    }
    return new Array(items);
  }

  private static int size(SplittableRandom random) {
    return random.nextInt(10) == 0 ? 30 : random.nextInt(6);
  }

  private static long integer(SplittableRandom random) {
    long edge = 1L << random.nextInt(64);
    long value = random.nextBoolean() ? edge + random.nextInt(-2, 3) : random.nextLong();
    return random.nextBoolean() ? value : ~value;
  }

  static String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    boolean ascii = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      int edge = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3);
      boolean lone = edge >= 0xd800 && edge <= 0xdfff;
      text.appendCodePoint(ascii || lone ? random.nextInt(0x20, 0x7f) : edge);
    }
    return text.toString();
  }

  static String ascii(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(0x80));
    }
    return text.toString();
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Cid link(SplittableRandom random) {
    return Cid.of(random.nextBoolean() ? Cid.Codec.RAW : Cid.Codec.DAG_CBOR, bytes(random, 32));
  }
}
