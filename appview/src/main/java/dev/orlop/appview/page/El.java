package dev.orlop.appview.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** An element of HTML while it is put together. Names are this program's own, never foreign. */
final class El implements Html {
  private static final Set<String> VOID = Set.of("meta", "link", "input", "br", "hr");
  private static final Set<String> ADDRESSES = Set.of("href", "src", "action");

  private final String tag;
  private final StringBuilder attributes = new StringBuilder();
  private final List<Html> children = new ArrayList<>();

  private El(String tag) {
    this.tag = tag;
  }

  static El of(String tag, Html... children) {
    return new El(tag).add(children);
  }

  static El of(String tag, String text) {
    return new El(tag).add(Html.text(text));
  }

  /** An attribute; an address that leads out of the web is refused as a mistake of the program. */
  El attr(String name, String value) {
    if (ADDRESSES.contains(name) && !Links.isSafe(value)) {
      throw new IllegalArgumentException("not an address to lead to: " + value);
    }
    attributes.append(' ').append(name).append("=\"");
    Html.escape(value, attributes);
    attributes.append('"');
    return this;
  }

  /** How it looks: a class of the style sheet. */
  El looks(String style) {
    return attr("class", style);
  }

  El add(Html... more) {
    children.addAll(List.of(more));
    return this;
  }

  El add(String text) {
    return add(Html.text(text));
  }

  El addAll(Collection<? extends Html> more) {
    children.addAll(more);
    return this;
  }

  @Override
  public void write(StringBuilder out) {
    out.append('<').append(tag).append(attributes).append('>');
    if (!VOID.contains(tag)) {
      children.forEach(child -> child.write(out));
      out.append("</").append(tag).append('>');
    }
  }
}
