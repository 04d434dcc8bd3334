package dev.orlop.appview.page;

import java.util.List;

/** A table with a heading to each column. */
final class Grid {
  private final String label;
  private final List<Column> columns;
  private final El body = El.of("tbody");

  /**
   * A column.
   *
   * @param style a class of the style sheet, for its cells; may be empty
   */
  record Column(String heading, String style) {
    /** Of words. */
    static Column of(String heading) {
      return new Column(heading, "");
    }

    /** Of numbers, one under the other. */
    static Column ofNumbers(String heading) {
      return new Column(heading, "n");
    }

    /** Of what is long, and may be broken anywhere. */
    static Column ofLong(String heading) {
      return new Column(heading, "long");
    }

    El cell(String tag, Html content) {
      El cell = El.of(tag, content);
      return style.isEmpty() ? cell : cell.looks(style);
    }
  }

  /**
   * An empty one.
   *
   * @param label what it is, for those who do not see it
   */
  Grid(String label, Column... columns) {
    this.label = label;
    this.columns = List.of(columns);
  }

  /** Adds a row, whose first cell says what it is about. */
  Grid row(Html... cells) {
    El row = El.of("tr");
    for (int i = 0; i < cells.length; i++) {
      El cell = columns.get(i).cell(i == 0 ? "th" : "td", cells[i]);
      row.add(i == 0 ? cell.attr("scope", "row") : cell);
    }
    body.add(row);
    return this;
  }

  /** It may be wider than a screen, and is moved then by itself. */
  El html() {
    El head = El.of("tr");
    for (Column column : columns) {
      head.add(column.cell("th", Html.text(column.heading())).attr("scope", "col"));
    }
    return El.of("div", El.of("table", El.of("thead", head), body))
        .looks("scroll")
        .attr("role", "region")
        .attr("aria-label", label)
        .attr("tabindex", "0");
  }
}
