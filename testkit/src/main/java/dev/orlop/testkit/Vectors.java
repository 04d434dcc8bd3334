package dev.orlop.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The official interoperability fixtures, read by name from {@code ../shared/vectors} beside the
 * checkout (or from the folder in the system property {@code orlop.vectors}).
 *
 * <p>Where they are absent the calling test is skipped, and says so on standard error: a clone
 * without them still runs every test that the modules' own fixtures feed.
 */
public final class Vectors {
  private Vectors() {}

  /** Whether the fixtures are there; for tests that choose between two sources. */
  public static boolean present() {
    return Files.isDirectory(folder());
  }

  /**
   * The path of one fixture file or folder, such as {@code
   * "atproto-interop-tests/syntax/did_syntax_valid.txt"}. Skips the calling test when the fixtures
   * are absent; fails it when they are present and this one is not.
   */
  public static Path path(String name) {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      System.err.println("SKIPPED, no vectors in ../shared/vectors: " + name);
      Assumptions.abort("vectors are not present: " + name);
    }
    Path path = folder.resolve(name);
    if (!Files.exists(path)) {
      throw new AssertionError("the vectors are present but hold no " + name);
    }
    return path;
  }

  /** The bytes of one fixture file. */
  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The UTF-8 text of one fixture file. */
  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /**
   * The cases of a text fixture, one per line: blank lines and lines that start with {@code #} are
   * left out; white space inside and around a case is part of it.
   */
  public static List<String> lines(String name) {
    return text(name).lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }

  private static Path folder() {
    String named = System.getProperty("orlop.vectors");
    return named != null
        ? Path.of(named)
        : Checkout.root().resolve("../shared/vectors").normalize();
  }
}
