package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.PackageGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of the house (docs/architecture.md), held against what was compiled. */
class LayersTest {
  /** From the top down; a package uses what stands below it, and its own children as it likes. */
  private static final List<String> HOLD =
      List.of(
          "app", "web", "config", "gc", "upload", "pull", "quota", "layers", "relay", "events",
          "pds", "access", "lease", "store", "blob", "disk");

  private static PackageGraph graph(String module) {
    Path classes = Checkout.root().resolve(module).resolve("target/classes");
    assertTrue(Files.isDirectory(classes), "compiled before this test: " + module);
    return PackageGraph.read(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"car", "atproto", "mst", "lexicons", "appview", "hold-server", "cli"})
  void packagesHaveNoCycles(String module) {
    assertEquals(List.of(), graph(module).cycle());
  }

  @ParameterizedTest
  @ValueSource(strings = {"car", "atproto", "mst", "lexicons", "appview", "hold-server", "cli"})
  void everyPackageHasAPageOfItsOwnAndSaysWhatMayBeNull(String module) throws Exception {
    Path sources = Checkout.root().resolve(module).resolve("src/main/java");
    for (String name : graph(module).packages()) {
      Path page = sources.resolve(name.replace('.', '/')).resolve("package-info.java");
      assertTrue(Files.exists(page), name + " has no package-info.java");
      assertTrue(Files.readString(page).contains("@NullMarked"), name + " is not @NullMarked");
    }
  }

  @Test
  void theGroundFloorKnowsTheJdkAlone() {
    for (String name : graph("car").packages()) {
      for (String used : graph("car").usedBy(name)) {
        assertTrue(
            used.startsWith("java.")
                || used.startsWith("dev.orlop.car")
                || used.startsWith("org.jspecify"),
            name + " uses " + used);
      }
    }
  }

  @Test
  void theTreeKnowsNoNetworkNoDatabaseAndNoWeb() {
    PackageGraph graph = graph("mst");
    for (String name : graph.packages()) {
      for (String used : graph.usedBy(name)) {
        boolean forbidden =
            used.startsWith("java.net")
                || used.startsWith("org.h2")
                || used.startsWith("io.helidon");
        assertTrue(!forbidden, name + " uses " + used);
      }
    }
  }

  @Test
  void packagesOfTheHoldUseOnlyWhatStandsBelowThem() {
    PackageGraph graph = graph("hold-server");
    List<String> wrong = new ArrayList<>();
    for (String name : graph.packages()) {
      int floor = floor(name);
      for (String used : graph.usedBy(name)) {
        if (used.startsWith("dev.orlop.hold.") && floor(used) < floor) {
          wrong.add(name + " uses " + used);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static int floor(String name) {
    String[] parts = name.split("\\.", -1);
    int floor = parts.length < 4 ? -1 : HOLD.indexOf(parts[3]);
    assertTrue(floor >= 0 || parts.length < 4, "not in the plan: " + name);
    return floor;
  }

  @Test
  void oneDoorLeadsToTheDatabaseOneToTheS3AndFewToTheWebServer() {
    PackageGraph graph = graph("hold-server");
    for (String name : graph.packages()) {
      Set<String> used = graph.usedBy(name);
      boolean database = used.stream().anyMatch(other -> other.startsWith("org.h2"));
      assertTrue(!database || name.equals("dev.orlop.hold.store.index"), name + " uses H2");
      boolean s3 = used.stream().anyMatch(other -> other.startsWith("software.amazon."));
      assertTrue(!s3 || name.equals("dev.orlop.hold.blob.s3"), name + " uses the S3 client");
      boolean sql =
          used.stream()
              .anyMatch(
                  other ->
                      other.startsWith("java.sql")
                          || other.startsWith("org.postgresql")
                          || other.startsWith("com.zaxxer"));
      assertTrue(!sql || name.equals("dev.orlop.hold.store.sql"), name + " uses SQL");
      boolean web = used.stream().anyMatch(other -> other.startsWith("io.helidon.webserver"));
      assertTrue(
          !web || name.startsWith("dev.orlop.hold.web") || name.equals("dev.orlop.hold.app"),
          name + " uses the web server");
    }
  }
}
