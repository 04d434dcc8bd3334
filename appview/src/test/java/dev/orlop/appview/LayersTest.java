package dev.orlop.appview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.PackageGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan of the AppView (docs/architecture.md), held against what was compiled. */
class LayersTest {
  private static final String ROOT = "dev.orlop.appview";

  /** From the top down; a package uses what stands below it, and its own children as it likes. */
  private static final List<String> PLAN =
      List.of(
          "app",
          "web",
          "config",
          "page",
          "stats",
          "manifests",
          "resolve",
          "pds",
          "hold",
          "token",
          "records",
          "cache",
          "registry",
          "oci");

  private static final PackageGraph GRAPH =
      PackageGraph.read(Checkout.root().resolve("appview/target/classes"));

  @Test
  void packagesHaveNoCycles() {
    assertEquals(List.of(), GRAPH.cycle());
  }

  @Test
  void packagesUseOnlyWhatStandsBelowThem() {
    List<String> wrong = new ArrayList<>();
    for (String name : GRAPH.packages()) {
      for (String used : GRAPH.usedBy(name)) {
        if (used.startsWith(ROOT + ".") && floor(used) < floor(name)) {
          wrong.add(name + " uses " + used);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static int floor(String name) {
    if (name.equals(ROOT)) {
      return -1;
    }
    int floor = PLAN.indexOf(name.substring(ROOT.length() + 1).split("\\.", -1)[0]);
    assertTrue(floor >= 0, "not in the plan: " + name);
    return floor;
  }

  @Test
  void theAppViewAndTheHoldMeetOverTheNetworkAlone() {
    for (String name : GRAPH.packages()) {
      for (String used : GRAPH.usedBy(name)) {
        assertTrue(!used.startsWith("dev.orlop.hold"), name + " uses " + used);
      }
    }
  }

  @Test
  void theGrammarIsPureAndOneDoorLeadsToTheWebServer() {
    for (String name : GRAPH.packages()) {
      for (String used : GRAPH.usedBy(name)) {
        boolean outside = used.startsWith("java.net") || used.startsWith("java.nio.file");
        assertTrue(!outside || !name.equals(ROOT + ".oci"), name + " uses " + used);
        boolean server = used.startsWith("io.helidon.webserver");
        assertTrue(!server || name.equals(ROOT + ".web"), name + " uses " + used);
      }
    }
  }

  @Test
  void everyPackageHasAPageOfItsOwnAndSaysWhatMayBeNull() throws Exception {
    Path sources = Checkout.root().resolve("appview/src/main/java");
    for (String name : GRAPH.packages()) {
      Path page = sources.resolve(name.replace('.', '/')).resolve("package-info.java");
      assertTrue(Files.exists(page), name + " has no package-info.java");
      assertTrue(Files.readString(page).contains("@NullMarked"), name + " is not @NullMarked");
    }
  }
}
