package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Values that fit and values that do not, of our own making, one file for each record and method.
 * An invalid value is the first valid one with some fields set or taken away, and the path at which
 * the fault must be found.
 */
final class ExamplesTest {
  private static final Path FOLDER =
      Checkout.root().resolve("lexicons/src/test/resources/examples");
  private static final LexiconValidator VALIDATOR = LexiconValidator.bundled();

  @Test
  void everyRecordAndMethodOfTheRegistryHasExamples() {
    Set<String> wanted = new TreeSet<>();
    for (Nsid id : Lexicons.bundled().ids()) {
      boolean ours = id.value().startsWith("io.atcr.");
      Optional<Definition> main = Lexicons.bundled().find(id).orElseThrow().main();
      if (ours && main.filter(one -> !(one instanceof Definition.PermissionSet)).isPresent()) {
        wanted.add(id.value());
      }
    }
    Set<String> present = new TreeSet<>(names());
    wanted.removeAll(present);
    assertEquals(Set.of(), wanted);
  }

  @Test
  void everyPartOfAMethodThatHasFieldsHasExamples() {
    for (String name : names()) {
      if (name.startsWith("io.atcr.")
          && main(Nsid.parse(name)) instanceof Definition.Method method) {
        DataMap file = read(name);
        assertEquals(!method.parameters().properties().isEmpty(), file.has("params"), name);
        assertEquals(method.output() != null, file.has("output"), name);
        if (method instanceof Definition.Procedure(_, Definition.Body input, _, _)) {
          assertEquals(input != null && input.schema() != null, file.has("input"), name);
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return names().stream()
        .flatMap(
            name -> {
              Nsid id = Nsid.parse(name);
              DataMap file = read(name);
              return Stream.of(
                      cases(name, file, "record", value -> VALIDATOR.validateRecord(id, value)),
                      cases(name, file, "params", value -> VALIDATOR.validateParams(id, value)),
                      cases(name, file, "input", value -> VALIDATOR.validateInput(id, value)),
                      cases(name, file, "output", value -> VALIDATOR.validateOutput(id, value)),
                      keyCases(id, file))
                  .flatMap(List::stream);
            });
  }

  private static List<DynamicTest> cases(
      String name, DataMap file, String part, Function<DataMap, Validity> judge) {
    List<DynamicTest> tests = new ArrayList<>();
    file.map(part)
        .ifPresent(
            examples -> {
              List<DataValue> valid = examples.array("valid").orElseThrow();
              assertFalse(valid.isEmpty(), name);
              for (DataValue value : valid) {
                tests.add(
                    DynamicTest.dynamicTest(
                        name + " " + part + " fits: " + value,
                        () -> assertFits((DataMap) value, judge)));
              }
              for (DataValue edit : examples.array("invalid").orElseThrow()) {
                tests.add(
                    DynamicTest.dynamicTest(
                        name + " " + part + " does not: " + edit,
                        () -> assertFault((DataMap) valid.getFirst(), (DataMap) edit, judge)));
              }
            });
    return tests;
  }

  private static void assertFits(DataMap value, Function<DataMap, Validity> judge) {
    assertEquals(new Validity.Valid(), judge.apply(value));
    DataMap throughCbor = (DataMap) DagCbor.decode(DagCbor.encode(value));
    assertEquals(new Validity.Valid(), judge.apply(throughCbor));
  }

  private static void assertFault(DataMap valid, DataMap edit, Function<DataMap, Validity> judge) {
    DataMap edited = valid;
    for (var field : edit.map("with").orElse(DataMap.EMPTY).fields().entrySet()) {
      edited = edited.with(field.getKey(), field.getValue());
    }
    for (DataValue key : edit.array("without").orElse(List.of())) {
      edited = edited.without(((DataValue.Text) key).value());
    }
    Validity.Invalid fault = assertInstanceOf(Validity.Invalid.class, judge.apply(edited));
    assertEquals(edit.text("path").orElseThrow(), fault.path(), fault.message());
  }

  private static List<DynamicTest> keyCases(Nsid id, DataMap file) {
    List<DynamicTest> tests = new ArrayList<>();
    file.map("keys")
        .ifPresent(
            keys -> {
              DataValue record =
                  file.map("record").orElseThrow().array("valid").orElseThrow().getFirst();
              for (DataValue key : keys.array("valid").orElseThrow()) {
                tests.add(
                    DynamicTest.dynamicTest(
                        id + " key fits: " + key,
                        () ->
                            assertEquals(
                                new Validity.Valid(),
                                VALIDATOR.validateRecord(path(id, key), record))));
              }
              for (DataValue key : keys.array("invalid").orElseThrow()) {
                tests.add(
                    DynamicTest.dynamicTest(
                        id + " key does not: " + key,
                        () ->
                            assertInstanceOf(
                                Validity.Invalid.class,
                                VALIDATOR.validateRecord(path(id, key), record))));
              }
            });
    return tests;
  }

  private static RepoPath path(Nsid collection, DataValue key) {
    return new RepoPath(collection, RecordKey.parse(((DataValue.Text) key).value()));
  }

  private static Definition main(Nsid id) {
    return Lexicons.bundled().find(id).orElseThrow().main().orElseThrow();
  }

  private static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataMap read(String name) {
    try {
      byte[] json = Files.readAllBytes(FOLDER.resolve(name + ".json"));
      return (DataMap) DataJson.parseValue(json, JsonLimits.DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
