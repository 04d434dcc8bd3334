package dev.orlop.cli.output;

/** The value of {@code -o}. */
public enum OutputFormat {
  /** Aligned columns, for people. */
  TABLE,
  /** One JSON value, for programs. */
  JSON;

  @Override
  public String toString() {
    return this == TABLE ? "table" : "json";
  }
}
