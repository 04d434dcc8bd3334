package dev.orlop.lexicons;

import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.KeyRule;
import dev.orlop.lexicons.model.Schema;
import org.jspecify.annotations.Nullable;

/** The {@code main} definition of a document, made ready to run. */
sealed interface Plan {
  /** A kind of record. */
  record OfRecord(KeyRule key, Check check) implements Plan {}

  /**
   * A method.
   *
   * @param params the check of typed parameters
   * @param query the check of the same as texts of a URL
   */
  record OfMethod(Check params, QueryCheck query, BodyPlan input, BodyPlan output)
      implements Plan {}

  /** A stream; its messages are a union. */
  record OfStream(Check params, QueryCheck query, BodyPlan message) implements Plan {}

  /** Something that no value is held against. */
  record OfNothing() implements Plan {}

  /** What may come as a body. */
  sealed interface BodyPlan {
    /** No body at all. */
    record Nothing() implements BodyPlan {}

    /** Bytes, or JSON that no schema describes. */
    record Anything() implements BodyPlan {}

    /** JSON that the check describes. */
    record Checked(Check check) implements BodyPlan {}
  }

  /** Compiles what the document says. */
  static Plan of(Definition definition, Checks checks) {
    return switch (definition) {
      case Definition.RecordType(KeyRule key, Schema.OfObject schema) ->
          new OfRecord(key, checks.compile(schema));
      case Definition.Query query -> method(query, new BodyPlan.Nothing(), checks);
      case Definition.Procedure procedure ->
          method(procedure, body(procedure.input(), checks), checks);
      case Definition.Subscription subscription -> {
        Check params = checks.compileParams(subscription.parameters());
        Schema.OfUnion message = subscription.message();
        yield new OfStream(
            params,
            new QueryCheck(subscription.parameters(), checks),
            message == null
                ? new BodyPlan.Anything()
                : new BodyPlan.Checked(checks.compile(message)));
      }
      case Definition.PermissionSet _, Definition.Type _ -> new OfNothing();
    };
  }

  private static Plan method(Definition.Method method, BodyPlan input, Checks checks) {
    Check params = checks.compileParams(method.parameters());
    return new OfMethod(
        params, new QueryCheck(method.parameters(), checks), input, body(method.output(), checks));
  }

  private static BodyPlan body(Definition.@Nullable Body body, Checks checks) {
    if (body == null) {
      return new BodyPlan.Nothing();
    }
    Schema schema = body.schema();
    return schema == null ? new BodyPlan.Anything() : new BodyPlan.Checked(checks.compile(schema));
  }
}
