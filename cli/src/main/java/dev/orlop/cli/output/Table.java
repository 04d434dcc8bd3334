package dev.orlop.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, each column as wide as its widest cell. */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> header) {
    this.header = header;
  }

  /** An empty table with these column names, written in capitals by convention. */
  public static Table of(String... header) {
    return new Table(List.of(header));
  }

  /**
   * Appends a row.
   *
   * @throws IllegalArgumentException when the number of cells is not that of the columns
   */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + header.size() + " columns");
    }
    rows.add(List.of(cells).stream().map(Table::plain).toList());
    return this;
  }

  /** The table as lines; columns whose cells are all whole numbers are set to the right. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    int columns = header.size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = all.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
      numeric[c] =
          !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("-?[0-9]+"));
    }
    return all.stream().map(row -> line(row, widths, numeric)).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.size(); c++) {
      String cell = row.get(c);
      String padding = " ".repeat(widths[c] - width(cell));
      line.append(c == 0 ? "" : GAP)
          .append(numeric[c] ? padding : "")
          .append(cell)
          .append(numeric[c] ? "" : padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** Text from outside must not move the cursor or start a new line. */
  static String plain(String cell) {
    StringBuilder text = new StringBuilder(cell.length());
    cell.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(text::appendCodePoint);
    return text.toString();
  }
}
