package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.LexiconDoc;
import dev.orlop.lexicons.model.LexiconParser;
import dev.orlop.lexicons.model.Schema;
import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values made from schemas fit them, in every form they travel in; damaged ones break nothing. */
final class RandomValuesTest {
  private static final Lexicons LEXICONS = withKitchen();
  private static final List<Schema.OfObject> OBJECTS = objects();

  @Test
  void aValueMadeFromASchemaFitsIt() {
    Cases.run(
        60,
        random -> {
          LexiconSamples samples = new LexiconSamples(LEXICONS, random);
          Checks checks = new Checks(LEXICONS::find);
          for (Schema.OfObject schema : OBJECTS) {
            DataMap value = samples.object(schema);
            Check check = checks.compile(schema);
            assertFits(check, value, value);
            assertFits(check, DagCbor.decode(DagCbor.encode(value)), value);
            assertFits(
                check, DataJson.parseValue(DataJson.write(value), JsonLimits.DOCUMENT), value);
          }
        });
  }

  @Test
  void aRequiredFieldTakenAwayIsMissed() {
    Cases.run(
        10,
        random -> {
          LexiconSamples samples = new LexiconSamples(LEXICONS, random);
          Checks checks = new Checks(LEXICONS::find);
          for (Schema.OfObject schema : OBJECTS) {
            DataMap value = samples.object(schema);
            for (String key : schema.required()) {
              Fault fault = checks.compile(schema).check(value.without(key), 0);
              assertNotNull(fault, key);
              assertEquals("$." + key + ": is required", fault.path() + ": " + fault.message());
            }
          }
        });
  }

  @Test
  void aDamagedValueIsJudgedAndBreaksNothing() {
    Cases.run(
        60,
        random -> {
          LexiconSamples samples = new LexiconSamples(LEXICONS, random);
          Checks checks = new Checks(LEXICONS::find);
          for (Schema.OfObject schema : OBJECTS) {
            DataValue damaged = damage(samples.object(schema), random);
            Fault fault = checks.compile(schema).check(damaged, 0);
            assertTrue(fault == null || fault.path().startsWith("$"));
          }
        });
  }

  private static void assertFits(Check check, DataValue value, DataMap original) {
    Fault fault = check.check(value, 0);
    if (fault != null) {
      throw new AssertionError(fault.path() + ": " + fault.message() + " in " + original);
    }
  }

  /** One value somewhere inside replaced by one of another kind. */
  private static DataValue damage(DataValue value, SplittableRandom random) {
    return switch (value) {
      case DataMap map when map.size() > 0 && random.nextInt(5) > 0 -> {
        List<String> keys = List.copyOf(map.fields().keySet());
        String key = keys.get(random.nextInt(keys.size()));
        yield map.with(key, damage(Objects.requireNonNull(map.get(key)), random));
      }
      case DataValue.Array(List<DataValue> items)
          when !items.isEmpty() && random.nextInt(5) > 0 -> {
        List<DataValue> changed = new ArrayList<>(items);
        int at = random.nextInt(items.size());
        changed.set(at, damage(items.get(at), random));
        yield new DataValue.Array(changed);
      }
      default -> other(random);
    };
  }

  private static DataValue other(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> DataValue.Null.NULL;
      case 1 -> new DataValue.Bool(random.nextBoolean());
      case 2 -> new DataValue.Int(random.nextLong());
      case 3 -> new DataValue.Text("x".repeat(random.nextInt(3000)));
      case 4 -> new DataValue.Text("\ud83d\ude00\u200d\u0000".repeat(random.nextInt(50)));
      case 5 -> new DataValue.Bytes(new byte[random.nextInt(30)]);
      case 6 -> DataMap.builder().put("$type", "blob").build();
      default -> new DataValue.Array(List.of(DataMap.EMPTY));
    };
  }

  private static Lexicons withKitchen() {
    List<LexiconDoc> documents = new ArrayList<>();
    for (Nsid id : Lexicons.bundled().ids()) {
      documents.add(Lexicons.bundled().find(id).orElseThrow());
    }
    try {
      documents.add(
          LexiconParser.parse(
              Files.readAllBytes(
                  Checkout.root().resolve("lexicons/src/test/resources/kitchen.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Lexicons.of(documents);
  }

  private static List<Schema.OfObject> objects() {
    List<Schema.OfObject> objects = new ArrayList<>();
    for (Nsid id : LEXICONS.ids().stream().sorted().toList()) {
      for (Definition definition : LEXICONS.find(id).orElseThrow().definitions().values()) {
        for (Schema schema : Schemas.within(definition)) {
          if (schema instanceof Schema.OfObject object) {
            objects.add(object);
          }
        }
      }
    }
    return objects;
  }
}
