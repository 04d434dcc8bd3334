package dev.orlop.lexicons;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.LexiconDoc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds records, parameters and bodies against Lexicon documents. Schemas are compiled at first use
 * and shared. Safe for many threads.
 */
public final class LexiconValidator {
  private final Lexicons lexicons;
  private final Checks checks;
  private final Map<Nsid, Plan> plans = new ConcurrentHashMap<>();

  /** A validator that knows these documents. */
  public LexiconValidator(Lexicons lexicons) {
    this.lexicons = lexicons;
    this.checks = new Checks(lexicons::find);
  }

  /** The validator of the documents that come with the program; there is one. */
  public static LexiconValidator bundled() {
    return Bundled.VALIDATOR;
  }

  /** The documents that this validator knows. */
  public Lexicons lexicons() {
    return lexicons;
  }

  /** A record of that collection, whatever its key. */
  public Validity validateRecord(Nsid collection, DataValue record) {
    return plan(collection) instanceof Plan.OfRecord(_, Check check)
        ? judgeRecord(collection, record, check)
        : Validity.Unknown.UNKNOWN;
  }

  /** A record at its place: the key must fit as well. A fault of the key has the path {@code $}. */
  public Validity validateRecord(RepoPath path, DataValue record) {
    if (!(plan(path.collection()) instanceof Plan.OfRecord(var key, Check check))) {
      return Validity.Unknown.UNKNOWN;
    }
    if (!key.allows(path.rkey())) {
      return new Validity.Invalid(
          "$", "expected a record key that is " + key.describe() + ", got \"" + path.rkey() + "\"");
    }
    return judgeRecord(path.collection(), record, check);
  }

  /** The typed parameters of a method or a stream. */
  public Validity validateParams(Nsid method, DataMap params) {
    return switch (plan(method)) {
      case Plan.OfMethod plan -> judge(plan.params(), params);
      case Plan.OfStream plan -> judge(plan.params(), params);
      case Plan.OfRecord _, Plan.OfNothing _ -> Validity.Unknown.UNKNOWN;
    };
  }

  /**
   * The parameters of a method or a stream as a URL has them: numbers and truth values are texts.
   *
   * @param query the decoded texts of a name, in order; an empty list when there are none
   */
  public Validity validateQuery(Nsid method, Function<String, List<String>> query) {
    return switch (plan(method)) {
      case Plan.OfMethod plan -> validity(plan.query().check(query));
      case Plan.OfStream plan -> validity(plan.query().check(query));
      case Plan.OfRecord _, Plan.OfNothing _ -> Validity.Unknown.UNKNOWN;
    };
  }

  /** The JSON body that a procedure was sent. Bodies that are not JSON are never refused here. */
  public Validity validateInput(Nsid method, DataValue body) {
    return plan(method) instanceof Plan.OfMethod plan
        ? judge(plan.input(), body)
        : Validity.Unknown.UNKNOWN;
  }

  /** The JSON body that a method answers with. */
  public Validity validateOutput(Nsid method, DataValue body) {
    return plan(method) instanceof Plan.OfMethod plan
        ? judge(plan.output(), body)
        : Validity.Unknown.UNKNOWN;
  }

  /** A message of a stream, with its {@code $type}, which frames carry in their header. */
  public Validity validateMessage(Nsid stream, DataValue message) {
    return plan(stream) instanceof Plan.OfStream plan
        ? judge(plan.message(), message)
        : Validity.Unknown.UNKNOWN;
  }

  private Plan plan(Nsid id) {
    Plan known = plans.get(id);
    if (known != null) {
      return known;
    }
    Optional<Plan> made =
        lexicons.find(id).flatMap(LexiconDoc::main).map(main -> Plan.of(main, checks));
    // A name that is not ours must not fill the map.
    made.ifPresent(plan -> plans.putIfAbsent(id, plan));
    return made.orElseGet(Plan.OfNothing::new);
  }

  private static Validity judgeRecord(Nsid collection, DataValue record, Check check) {
    if (record instanceof DataMap map) {
      String type = map.type().orElse("");
      if (!type.equals(collection.value())) {
        return new Validity.Invalid("$.$type", "expected \"" + collection + "\"");
      }
    }
    return judge(check, record);
  }

  private static Validity judge(Plan.BodyPlan body, DataValue value) {
    return switch (body) {
      case Plan.BodyPlan.Nothing() -> new Validity.Invalid("$", "expected no body");
      case Plan.BodyPlan.Anything() -> Validity.Valid.VALID;
      case Plan.BodyPlan.Checked(Check check) -> judge(check, value);
    };
  }

  private static Validity judge(Check check, DataValue value) {
    return validity(check.check(value, 0));
  }

  private static Validity validity(@Nullable Fault fault) {
    return fault == null
        ? Validity.Valid.VALID
        : new Validity.Invalid(fault.path(), fault.message());
  }

  /** Made when it is first asked for. */
  private static final class Bundled {
    static final LexiconValidator VALIDATOR = new LexiconValidator(Lexicons.bundled());
  }
}
