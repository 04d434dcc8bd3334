package dev.orlop.lexicons;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.atproto.xrpc.XrpcSchema;
import dev.orlop.car.cbor.DataMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds the calls of an XRPC server against Lexicon documents. Methods without a document pass,
 * such as {@code _health}.
 */
public final class XrpcLexicons implements XrpcSchema {
  private final LexiconValidator validator;
  private final Map<String, Nsid> known;

  /** Checks the methods whose documents {@code validator} knows. */
  public XrpcLexicons(LexiconValidator validator) {
    this.validator = validator;
    // Calls come with the text of their method: it is looked up, not parsed again.
    this.known =
        validator.lexicons().ids().stream()
            .collect(Collectors.toUnmodifiableMap(Nsid::value, Function.identity()));
  }

  @Override
  public void checkParams(String method, XrpcParams params) {
    Nsid id = known.get(method);
    if (id != null
        && validator.validateQuery(id, params::texts) instanceof Validity.Invalid fault) {
      throw XrpcError.INVALID_REQUEST.exception("Invalid parameters, " + fault.describe());
    }
  }

  @Override
  public void checkInput(String method, DataMap body) {
    Nsid id = known.get(method);
    if (id != null && validator.validateInput(id, body) instanceof Validity.Invalid fault) {
      throw XrpcError.INVALID_REQUEST.exception("Invalid body, " + fault.describe());
    }
  }

  @Override
  public void checkOutput(String method, DataMap body) {
    Nsid id = known.get(method);
    if (id != null && validator.validateOutput(id, body) instanceof Validity.Invalid fault) {
      throw new IllegalStateException(method + " would answer badly, " + fault.describe());
    }
  }
}
