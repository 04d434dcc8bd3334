package dev.orlop.lexicons.model;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads Lexicon documents, strictly. */
public final class LexiconParser {
  private static final long VERSION = 1;

  private LexiconParser() {}

  /**
   * Reads a document from its JSON.
   *
   * @throws InvalidLexiconException when it is no JSON or no Lexicon document
   */
  public static LexiconDoc parse(byte[] json) {
    DataValue value;
    try {
      value = DataJson.parseValue(json, JsonLimits.DOCUMENT);
    } catch (InvalidJsonException e) {
      throw new InvalidLexiconException("$", String.valueOf(e.getMessage()));
    }
    return parse(value);
  }

  /**
   * Reads a document from its parsed JSON.
   *
   * @throws InvalidLexiconException when it is no Lexicon document
   */
  public static LexiconDoc parse(DataValue value) {
    Node root = Node.of(value, "$");
    Long version = root.optionalInteger("lexicon");
    if (version == null || version != VERSION) {
      throw root.refused("lexicon", "expected the version " + VERSION);
    }
    root.optionalText("description");
    Nsid id = id(root);
    Node defs = root.child("defs");
    if (defs.map().size() == 0) {
      throw root.refused("defs", "expected at least one definition");
    }
    DefinitionParser parser = new DefinitionParser(id);
    Map<String, Definition> definitions = new LinkedHashMap<>();
    for (String name : defs.map().fields().keySet()) {
      definitions.put(name, parser.parse(name, defs.child(name)));
    }
    return new LexiconDoc(id, definitions);
  }

  private static Nsid id(Node root) {
    try {
      return Nsid.parse(root.text("id"));
    } catch (InvalidSyntaxException e) {
      throw root.refused("id", String.valueOf(e.getMessage()));
    }
  }
}
