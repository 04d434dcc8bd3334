package dev.orlop.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this checkout lies, for tests that read files beside the sources. */
public final class Checkout {
  private Checkout() {}

  /**
   * The folder that holds the parent POM. Maven tells it in the system property {@code orlop.root};
   * an IDE that does not is served by looking upwards from the working directory.
   */
  public static Path root() {
    String told = System.getProperty("orlop.root");
    if (told != null && !told.startsWith("${")) {
      return Path.of(told);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new AssertionError("not inside a checkout: no .mvn folder above the working directory");
    }
    return folder;
  }
}
