package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Skopeo at hard work on a devnet. {@code -Dorlop.large=1073741824} sends a layer of a GiB up and
 * down; without it, one that is just longer than a part of an upload.
 */
@Timeout(600)
class SkopeoLoadTest extends WithDevnet {
  private static final long LARGE = Long.getLong("orlop.large", 40L << 20);

  private Skopeo skopeo;
  private String alice;

  @BeforeEach
  void signIn() throws Exception {
    String registry = devnet.state().appview().orElseThrow().getAuthority();
    alice = "docker://" + registry + "/alice.test/";
    skopeo = new Skopeo(directory, registry);
    skopeo.requireOrSkip(SkopeoLoadTest.class);
    skopeo.signIn(devnet.state().accounts().getFirst());
  }

  private OciLayout layout(String name, long seed) throws IOException {
    return new OciLayout(directory.resolve(name), seed);
  }

  private Path smallImage(String name, long seed) throws IOException {
    return layout(name, seed).layer(20_000).write();
  }

  private long pushes(String repository) {
    XrpcQuery query =
        XrpcQuery.of("did", devnet.state().accounts().getFirst().did()).with("repo", repository);
    return XrpcClient.of(devnet.state().hold())
        .query(Nsids.HOLD_GET_STATS, query)
        .integer("pushCount")
        .orElseThrow();
  }

  private String tags(String repository) throws Exception {
    return skopeo.run("list-tags", "--tls-verify=false", alice + repository).orFail();
  }

  private void assertComesBack(Path image, String name) throws Exception {
    Path copy = directory.resolve("copy");
    skopeo.pull(alice + name, copy, "--preserve-digests").orFail();
    try (Stream<Path> files = Files.list(image.resolve("blobs/sha256"))) {
      for (Path blob : files.toList()) {
        assertEquals(
            blob.getFileName().toString(), OciLayout.sha256(copy.resolve(image.relativize(blob))));
      }
    }
  }

  @Test
  void anImageOfTwoHundredLayersComesBackAsItWas() throws Exception {
    OciLayout layout = layout("image", 1);
    for (int i = 0; i < 200; i++) {
      layout.layer(4096);
    }
    Path image = layout.write();
    skopeo.push(image, alice + "many:1.0").orFail();
    assertComesBack(image, "many:1.0");
    assertEquals(1, pushes("many"));
  }

  @Test
  void aLargeLayerComesBackAsItWas() throws Exception {
    Path image = layout("image", 2).layer(LARGE).write();
    skopeo.push(image, alice + "large:1.0").orFail();
    assertComesBack(image, "large:1.0");
  }

  @Test
  void pushesAtOnceToOneRepositoryAllHaveTheirTagsAndAllCount() throws Exception {
    List<Process> pushes = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Path image = smallImage("image-" + i, 100 + i);
      outputs.add(directory.resolve("said-" + i));
      pushes.add(skopeo.beginPush(image, alice + "fleet:ship-" + i, outputs.get(i)));
    }
    for (int i = 0; i < pushes.size(); i++) {
      assertEquals(0, pushes.get(i).waitFor(), Files.readString(outputs.get(i)));
    }
    String tags = tags("fleet");
    for (int i = 0; i < pushes.size(); i++) {
      assertTrue(tags.contains("\"ship-" + i + "\""), tags);
    }
    assertComesBack(directory.resolve("image-7"), "fleet:ship-7");
    assertEquals(20, pushes("fleet"));
  }

  @Test
  void aPushThatIsKilledLeavesNothingInTheWayOfTheNext() throws Exception {
    Path image = layout("image", 3).layer(200L << 20).write();
    Path said = directory.resolve("said");
    Process push = skopeo.beginPush(image, alice + "torn:1.0", said);
    while (push.isAlive() && bytesBelow(folder()) < 32L << 20) {
      Thread.onSpinWait();
    }
    assumeTrue(push.destroyForcibly().waitFor() != 0, "it was done before it was killed");
    assertNotEquals(0, skopeo.pull(alice + "torn:1.0", directory.resolve("none")).exit());

    skopeo.push(image, alice + "torn:1.0").orFail();
    assertComesBack(image, "torn:1.0");
    assertEquals(1, pushes("torn"));
  }

  private static long bytesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum();
    }
  }
}
