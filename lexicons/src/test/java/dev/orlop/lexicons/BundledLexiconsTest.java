package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.LexiconDoc;
import dev.orlop.lexicons.model.Schema;
import dev.orlop.testkit.Checkout;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents that come with the program. */
final class BundledLexiconsTest {
  private static final Path FOLDER =
      Checkout.root().resolve("lexicons/src/main/resources/lexicons");

  /** Every key that a schema or a definition may have; a misspelt one would be ignored. */
  private static final Set<String> WORDS =
      Set.of(
          "type",
          "description",
          "properties",
          "required",
          "nullable",
          "items",
          "minLength",
          "maxLength",
          "minGraphemes",
          "maxGraphemes",
          "minimum",
          "maximum",
          "enum",
          "const",
          "default",
          "knownValues",
          "format",
          "accept",
          "maxSize",
          "refs",
          "ref",
          "closed",
          "key",
          "record",
          "parameters",
          "input",
          "output",
          "message",
          "errors",
          "encoding",
          "schema",
          "name",
          "title",
          "detail",
          "permissions",
          "resource",
          "collection",
          "action",
          "lxm",
          "aud",
          "inheritAud");

  @Test
  void theIndexNamesExactlyTheFiles() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<String> found = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> FOLDER.relativize(file).toString())
          .forEach(file -> found.add(file.substring(0, file.length() - 5).replace('/', '.')));
      Set<String> indexed = new TreeSet<>();
      Lexicons.bundled().ids().forEach(id -> indexed.add(id.value()));
      assertEquals(found, indexed);
    }
  }

  @Test
  void everyDocumentIsFoundUnderItsOwnName() {
    for (Nsid id : Lexicons.bundled().ids()) {
      assertEquals(id, Lexicons.bundled().find(id).orElseThrow().id());
    }
  }

  @Test
  void everyRefLeadsToADefinitionThatFits() {
    for (LexiconDoc document : documents()) {
      for (Definition definition : document.definitions().values()) {
        for (Schema schema : Schemas.within(definition)) {
          switch (schema) {
            case Schema.OfRef(DefRef target) -> assertTrue(isValue(target), "ref to " + target);
            case Schema.OfUnion(List<DefRef> members, _) ->
                members.forEach(
                    member -> assertTrue(isObject(member), "no object to unite: " + member));
            default -> {}
          }
        }
      }
    }
  }

  @Test
  void noDocumentUsesAWordThatTheLanguageLacks() throws IOException {
    for (Nsid id : Lexicons.bundled().ids()) {
      byte[] json = Files.readAllBytes(FOLDER.resolve(id.value().replace('.', '/') + ".json"));
      DataMap document = (DataMap) DataJson.parseValue(json, JsonLimits.DOCUMENT);
      assertTrue(
          Set.of("lexicon", "id", "description", "defs").containsAll(document.fields().keySet()),
          id.value());
      for (Map.Entry<String, DataValue> definition :
          document.map("defs").orElseThrow().fields().entrySet()) {
        requireKnownWords(definition.getValue(), id + "#" + definition.getKey());
      }
    }
  }

  private static void requireKnownWords(DataValue value, String where) {
    switch (value) {
      case DataMap map ->
          map.fields()
              .forEach(
                  (key, inner) -> {
                    assertTrue(WORDS.contains(key), where + " has " + key);
                    if (key.equals("properties") && inner instanceof DataMap properties) {
                      properties
                          .fields()
                          .forEach((name, field) -> requireKnownWords(field, where + "." + name));
                    } else {
                      requireKnownWords(inner, where);
                    }
                  });
      case DataValue.Array(List<DataValue> items) ->
          items.forEach(item -> requireKnownWords(item, where));
      default -> {}
    }
  }

  @Test
  void everyConstantIsNamedAfterItsNsid() throws IllegalAccessException {
    List<String> spelled = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (Field field : Nsids.class.getDeclaredFields()) {
      String nsid = String.valueOf(field.get(null));
      spelled.add(field.getName() + " = " + nsid);
      expected.add(
          nsid.replaceFirst("^(io\\.atcr|com\\.atproto|dev\\.orlop|app)\\.", "")
                  .replaceAll("([a-z])([A-Z])", "$1_$2")
                  .replace('.', '_')
                  .toUpperCase(Locale.ROOT)
              + " = "
              + nsid);
    }
    assertEquals(expected, spelled);
  }

  @Test
  void everyDocumentThatIsAboutSomethingHasAConstant() throws IllegalAccessException {
    Set<Nsid> constants = new TreeSet<>();
    for (Field field : Nsids.class.getDeclaredFields()) {
      constants.add((Nsid) Objects.requireNonNull(field.get(null)));
    }
    for (LexiconDoc document : documents()) {
      assertEquals(
          document.main().isPresent(), constants.contains(document.id()), document.id().value());
    }
  }

  @Test
  void aNameThatIsNotBundledIsNotFound() {
    assertTrue(Lexicons.bundled().find(Nsid.parse("io.atcr.hold.nothing")).isEmpty());
  }

  private static List<LexiconDoc> documents() {
    return Lexicons.bundled().ids().stream()
        .sorted()
        .map(id -> Lexicons.bundled().find(id).orElseThrow())
        .toList();
  }

  private static boolean isValue(DefRef target) {
    return switch (Lexicons.bundled().find(target).orElse(null)) {
      case Definition.Type _, Definition.RecordType _ -> true;
      case null, default -> false;
    };
  }

  private static boolean isObject(DefRef target) {
    return switch (Lexicons.bundled().find(target).orElse(null)) {
      case Definition.Type(Schema.OfObject _) -> true;
      case Definition.RecordType _ -> true;
      case null, default -> false;
    };
  }
}
