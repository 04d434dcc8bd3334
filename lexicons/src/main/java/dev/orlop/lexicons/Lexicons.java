package dev.orlop.lexicons;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.LexiconDoc;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A set of Lexicon documents by NSID. Immutable to the eye, safe for many threads. */
public final class Lexicons {
  private final Set<Nsid> ids;
  private final Function<Nsid, LexiconDoc> loader;
  private final Map<Nsid, LexiconDoc> loaded = new ConcurrentHashMap<>();

  /** Documents under these names, each loaded when it is first asked for. */
  Lexicons(Set<Nsid> ids, Function<Nsid, LexiconDoc> loader) {
    this.ids = Set.copyOf(ids);
    this.loader = loader;
  }

  /** The documents that come with the program. They are read one by one, at first use. */
  public static Lexicons bundled() {
    return BundledLexicons.ALL;
  }

  /** These documents. */
  public static Lexicons of(Collection<LexiconDoc> documents) {
    Map<Nsid, LexiconDoc> byId = HashMap.newHashMap(documents.size());
    for (LexiconDoc document : documents) {
      if (byId.put(document.id(), document) != null) {
        throw new IllegalArgumentException("two documents are called " + document.id());
      }
    }
    Lexicons lexicons =
        new Lexicons(
            byId.keySet(),
            _ -> {
              throw new AssertionError();
            });
    lexicons.loaded.putAll(byId);
    return lexicons;
  }

  /** The names of all documents. */
  public Set<Nsid> ids() {
    return ids;
  }

  /** The document of that name. */
  public Optional<LexiconDoc> find(Nsid id) {
    // Names that are not ours must not fill the map.
    return ids.contains(id) ? Optional.of(loaded.computeIfAbsent(id, loader)) : Optional.empty();
  }

  /** The definition of that name. */
  public Optional<Definition> find(DefRef name) {
    return find(name.lexicon()).flatMap(document -> document.find(name.name()));
  }
}
