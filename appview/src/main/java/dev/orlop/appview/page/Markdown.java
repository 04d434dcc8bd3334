package dev.orlop.appview.page;

import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Descriptions in CommonMark, with tables. Markup in them is shown as text; links lead to the web
 * or to mail, or are none; a picture is a link to it.
 */
final class Markdown {
  /** Deeper nesting is nothing that people write, and would overflow the stack. */
  private static final int MAX_DEPTH = 100;

  /** The headings of a page around a description reach down to this level. */
  private static final int HEADINGS_BEFORE = 2;

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .customInlineContentParserFactory(new AngleBrackets.Factory())
          .build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .attributeProviderFactory(_ -> Markdown::attributes)
          .build();

  private Markdown() {}

  /** The description as a piece of a page. */
  static Html render(String source) {
    Node document = PARSER.parse(source);
    if (isDeep(document)) {
      return El.of("pre", source);
    }
    document.accept(new Tamer());
    return new Html.Markup(RENDERER.render(document));
  }

  /** Without recursion, since that is what it is about. */
  private static boolean isDeep(Node document) {
    int depth = 0;
    Node node = document;
    while (true) {
      if (node.getFirstChild() != null) {
        node = node.getFirstChild();
        if (++depth > MAX_DEPTH) {
          return true;
        }
        continue;
      }
      while (node.getNext() == null) {
        node = node.getParent();
        if (node == null || --depth <= 0) {
          return false;
        }
      }
      node = node.getNext();
    }
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Link && tag.equals("a")) {
      attributes.put("rel", "nofollow ugc noopener");
    }
  }

  /** Takes out what a page must not have. */
  private static final class Tamer extends AbstractVisitor {
    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(6, heading.getLevel() + HEADINGS_BEFORE));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      Links.outside(link.getDestination())
          .ifPresentOrElse(link::setDestination, () -> unwrap(link));
    }

    /** Its own text stands for it; a link to it, where it is not inside of a link already. */
    @Override
    public void visit(Image image) {
      visitChildren(image);
      boolean linked = isInLink(image);
      Links.outside(image.getDestination())
          .filter(_ -> !linked)
          .ifPresentOrElse(address -> replaceByLink(image, address), () -> unwrap(image));
    }

    private static boolean isInLink(Node node) {
      for (Node up = node.getParent(); up != null; up = up.getParent()) {
        if (up instanceof Link) {
          return true;
        }
      }
      return false;
    }

    private static void replaceByLink(Image image, String address) {
      Link link = new Link(address, image.getTitle());
      if (image.getFirstChild() == null) {
        link.appendChild(new Text("picture"));
      }
      moveChildren(image, link);
      image.insertAfter(link);
      image.unlink();
    }

    private static void moveChildren(Node from, Node to) {
      for (Node child = from.getFirstChild(); child != null; child = from.getFirstChild()) {
        to.appendChild(child);
      }
    }

    private static void unwrap(Node node) {
      for (Node child = node.getLastChild(); child != null; child = node.getLastChild()) {
        node.insertAfter(child);
      }
      node.unlink();
    }
  }
}
