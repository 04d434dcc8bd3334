package dev.orlop.lexicons;

import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through the schemas of a definition, without following refs. */
final class Schemas {
  private Schemas() {}

  static List<Schema> within(Definition definition) {
    List<Schema> found = new ArrayList<>();
    switch (definition) {
      case Definition.RecordType record -> collect(record.schema(), found);
      case Definition.Query query -> {
        collect(query.parameters(), found);
        collect(query.output(), found);
      }
      case Definition.Procedure procedure -> {
        collect(procedure.parameters(), found);
        collect(procedure.input(), found);
        collect(procedure.output(), found);
      }
      case Definition.Subscription subscription -> {
        collect(subscription.parameters(), found);
        if (subscription.message() instanceof Schema.OfUnion message) {
          collect(message, found);
        }
      }
      case Definition.Type type -> collect(type.schema(), found);
      case Definition.PermissionSet _ -> {}
    }
    return found;
  }

  private static void collect(Definition.@Nullable Body body, List<Schema> found) {
    if (body != null && body.schema() instanceof Schema schema) {
      collect(schema, found);
    }
  }

  private static void collect(Schema schema, List<Schema> found) {
    found.add(schema);
    switch (schema) {
      case Schema.OfArray array -> collect(array.items(), found);
      case Schema.OfObject object ->
          object.properties().values().forEach(property -> collect(property, found));
      default -> {}
    }
  }
}
