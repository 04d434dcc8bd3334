package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.Nsid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A Lexicon document: definitions by name, in the order of the file. */
public record LexiconDoc(Nsid id, Map<String, Definition> definitions) {
  /** Copies {@code definitions}. */
  public LexiconDoc {
    definitions = Collections.unmodifiableMap(new LinkedHashMap<>(definitions));
  }

  /** The definition of that name. */
  public Optional<Definition> find(String name) {
    return Optional.ofNullable(definitions.get(name));
  }

  /** The definition that the document is about; some documents only lend definitions to others. */
  public Optional<Definition> main() {
    return find(DefRef.MAIN);
  }
}
