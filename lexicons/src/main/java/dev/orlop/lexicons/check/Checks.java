package dev.orlop.lexicons.check;

import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Makes checks of schemas, and keeps those of named definitions. Safe for many threads. */
public final class Checks {
  private final Function<DefRef, Optional<Definition>> definitions;
  private final Map<DefRef, Check> named = new ConcurrentHashMap<>();

  /**
   * Checks over a set of definitions.
   *
   * @param definitions finds one by its name; only refs in documents ask, never values
   */
  public Checks(Function<DefRef, Optional<Definition>> definitions) {
    this.definitions = definitions;
  }

  /** The check of a named definition; empty when it is not known, or describes no value. */
  public Optional<Check> of(DefRef name) {
    Check known = named.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Check> made =
        definitions
            .apply(name)
            .flatMap(
                definition ->
                    switch (definition) {
                      case Definition.RecordType(_, Schema.OfObject schema) ->
                          Optional.of(compile(schema));
                      case Definition.Type(Schema schema) -> Optional.of(compile(schema));
                      case Definition.Query _,
                          Definition.Procedure _,
                          Definition.Subscription _,
                          Definition.PermissionSet _ ->
                          Optional.empty();
                    });
    made.ifPresent(check -> named.putIfAbsent(name, check));
    return made;
  }

  /** The check of a schema. */
  public Check compile(Schema schema) {
    return switch (schema) {
      case Schema.OfNull() -> new ScalarChecks.NullCheck();
      case Schema.OfBoolean bool -> new ScalarChecks.BooleanCheck(bool.allowed());
      case Schema.OfInteger integer ->
          new ScalarChecks.IntegerCheck(integer.range(), integer.allowed());
      case Schema.OfString string -> new TextCheck(string);
      case Schema.OfBytes bytes -> new ScalarChecks.BytesCheck(bytes.length());
      case Schema.OfCidLink() -> new ScalarChecks.LinkCheck();
      case Schema.OfBlob blob -> new BlobCheck(blob);
      case Schema.OfArray array -> new ArrayCheck(compile(array.items()), array.length());
      case Schema.OfObject object -> compile(object, this::compile);
      case Schema.OfToken token -> new ScalarChecks.TokenCheck(token.name().toString());
      case Schema.OfRef ref -> new RefCheck(this, ref.target());
      case Schema.OfUnion union -> compile(union);
      case Schema.OfUnknown() -> new ScalarChecks.UnknownCheck();
    };
  }

  /** The check of one parameter, where an unknown is any text. */
  public Check compileParam(Schema param) {
    return param instanceof Schema.OfUnknown ? new ScalarChecks.AnyCheck() : compile(param);
  }

  /** The check of all parameters together. */
  public Check compileParams(Schema.OfObject params) {
    return compile(params, this::compileParam);
  }

  private static Check compile(Schema.OfObject object, Function<Schema, Check> inner) {
    List<ObjectCheck.Field> fields = new ArrayList<>();
    object
        .properties()
        .forEach(
            (key, schema) ->
                fields.add(
                    new ObjectCheck.Field(
                        key,
                        inner.apply(schema),
                        object.required().contains(key),
                        object.nullable().contains(key))));
    return new ObjectCheck(fields);
  }

  private Check compile(Schema.OfUnion union) {
    Map<String, Check> members = new LinkedHashMap<>();
    for (DefRef member : union.members()) {
      members.put(member.toString(), new RefCheck(this, member));
    }
    return new UnionCheck(members, union.closed());
  }
}
