package dev.orlop.lexicons;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.lexicons.model.LexiconDoc;
import dev.orlop.lexicons.model.LexiconParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the documents that lie beside the classes. */
final class BundledLexicons {
  static final Lexicons ALL = new Lexicons(index(), BundledLexicons::load);

  private static final String FOLDER = "/lexicons/";

  private BundledLexicons() {}

  /** Where the document of that name lies: one folder for each segment but the last. */
  static String resource(Nsid id) {
    return FOLDER + id.value().replace('.', '/') + ".json";
  }

  private static Set<Nsid> index() {
    return new String(bytes(FOLDER + "index.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(Nsid::parse)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static LexiconDoc load(Nsid id) {
    return LexiconParser.parse(bytes(resource(id)));
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = BundledLexicons.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the program cannot read its resource " + resource, e);
    }
  }
}
