package dev.orlop.atproto.data;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes values as JSON. */
final class JsonValueWriter {
  private static final ObjectWriteContext COMPACT = ObjectWriteContext.empty();
  private static final ObjectWriteContext PRETTY =
      new ObjectWriteContext.Base() {
        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
          DefaultIndenter lines = new DefaultIndenter("  ", "\n");
          return new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
        }

        @Override
        public boolean hasPrettyPrinter() {
          return true;
        }
      };

  private JsonValueWriter() {}

  static byte[] write(DataValue value, boolean pretty) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator =
        DataJson.FACTORY.createGenerator(pretty ? PRETTY : COMPACT, out)) {
      write(value, generator);
    }
    return out.toByteArray();
  }

  private static void write(DataValue value, JsonGenerator generator) {
    switch (value) {
      case Null _ -> generator.writeNull();
      case Bool(boolean b) -> generator.writeBoolean(b);
      case Int(long number) -> generator.writeNumber(number);
      case Text(String text) -> generator.writeString(text);
      case Bytes bytes ->
          single(
              "$bytes",
              Base64.getEncoder().withoutPadding().encodeToString(bytes.value()),
              generator);
      case Link(Cid cid) -> single("$link", cid.toString(), generator);
      case Array(List<DataValue> items) -> {
        generator.writeStartArray();
        for (DataValue item : items) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case DataMap map -> {
        generator.writeStartObject();
        map.fields()
            .forEach(
                (name, field) -> {
                  generator.writeName(name);
                  write(field, generator);
                });
        generator.writeEndObject();
      }
    }
  }

  private static void single(String name, String value, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeName(name);
    generator.writeString(value);
    generator.writeEndObject();
  }
}
