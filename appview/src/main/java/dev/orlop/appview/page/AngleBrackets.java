package dev.orlop.appview.page;

import java.util.Set;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * What stands after {@code <} in a line: an address until {@code >}, or nothing of note. The
 * library's own parser looks for the end of markup as well, from each bracket to the end of the
 * text: a hundred thousand brackets took it twenty seconds.
 */
final class AngleBrackets implements InlineContentParser {
  private AngleBrackets() {}

  /** For a parser of CommonMark. */
  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('<');
    }

    @Override
    public InlineContentParser create() {
      return new AngleBrackets();
    }
  }

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    scanner.next();
    Position begin = scanner.position();
    while (scanner.hasNext() && isPart(scanner.peek())) {
      scanner.next();
    }
    String inside = scanner.getSource(begin, scanner.position()).getContent();
    if (scanner.peek() == '>' && Links.outside(inside).isPresent()) {
      scanner.next();
      Node link = new Link(inside, null);
      link.appendChild(new Text(inside));
      return ParsedInline.of(link, scanner.position());
    }
    return ParsedInline.of(new Text("<"), begin);
  }

  /** An address has none of these; so no character is looked at from two brackets. */
  private static boolean isPart(char c) {
    return c > ' ' && c != '<' && c != '>';
  }
}
