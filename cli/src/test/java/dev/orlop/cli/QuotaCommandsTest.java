package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody uses, and what all use, on a devnet's hold. */
class QuotaCommandsTest extends WithDevnet {
  private void push(String image, String as, int seed) throws IOException {
    Path folder = directory.resolve("image-" + seed);
    if (!Files.exists(folder)) {
      SmallImage.write(folder, seed);
    }
    orlop("push", folder.toString(), image, "--as", as).expect(0);
  }

  private DataMap json(String... args) {
    return orlop(Stream.concat(Stream.of(args), Stream.of("-o", "json")).toArray(String[]::new))
        .expect(0)
        .json();
  }

  private static long number(DataMap map, String name) {
    return map.integer(name).orElseThrow();
  }

  /** The hold reads it when it starts. */
  private void configure(String tiers) throws IOException {
    stop();
    Path hold = Files.isDirectory(folder().resolve("hold")) ? folder().resolve("hold") : folder();
    Files.writeString(hold.resolve("orlop.yaml"), "quota:\n  tiers: \"" + tiers + "\"\n");
    open();
  }

  @Test
  void quotasAreShownAndTiersGiven() throws IOException {
    configure("deckhand=5GB,bosun=50GB");
    orlop("crew", "add", "bob.test").expect(0);
    push("bob.test/app", "bob.test", 1);
    DataMap bob = (DataMap) json("quota", "bob.test").array("quotas").orElseThrow().getFirst();
    assertTrue(number(bob, "bytes") > 0);
    assertEquals(5_000_000_000L, number(bob, "limit"));
    assertEquals("deckhand", bob.text("tier").orElseThrow());
    assertEquals("bosun", json("quota", "set-tier", "bob.test", "bosun").text("tier").orElse(""));
    assertEquals(List.of(bob.text("did")), dids(json("quota")));
    assertEquals(2, json("quota", "tiers").array("tiers").orElseThrow().size());
    orlop("quota", "set-tier", "bob.test", "admiral").expect(3);
    orlop("quota", "set-tier", "alice.test", "bosun").expect(3);
    orlop("quota", "set-tier", "bob.test", "bosun", "--as", "bob.test").expect(4);
    assertTrue(orlop("quota").expect(0).out().contains("bosun"));
  }

  private static List<Object> dids(DataMap quotas) {
    return quotas.array("quotas").orElseThrow().stream()
        .<Object>map(quota -> ((DataMap) quota).text("did"))
        .toList();
  }

  @Test
  void whatIsSharedIsSavedAndTheStorageHoldsWhatRecordsName() throws IOException {
    orlop("crew", "add", "bob.test").expect(0);
    push("alice.test/app", "alice.test", 1);
    push("bob.test/app", "bob.test", 1);
    DataMap usage = json("usage", "--reconcile");
    long stored = number(usage.map("stored").orElseThrow(), "bytes");
    assertEquals(2 * stored, number(usage.map("logical").orElseThrow(), "bytes"));
    assertEquals(stored, number(usage, "savedBytes"));
    DataMap storage = usage.map("storage").orElseThrow();
    assertEquals(0, number(storage.map("withoutBlob").orElseThrow(), "blobs"));
    assertEquals(stored, number(storage.map("stored").orElseThrow(), "bytes"));
    orlop("usage").expect(0);
    Path lost = largestBlob();
    Files.delete(lost);
    Shell.Outcome unsound = orlop("usage", "--reconcile", "-o", "json").expect(6);
    DataMap without = unsound.json().map("storage").orElseThrow().map("withoutBlob").orElseThrow();
    assertEquals(1, number(without, "blobs"));
    assertFalse(without.array("examples").orElseThrow().isEmpty());
  }

  private Path largestBlob() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> file.getFileName().toString().equals("data"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
