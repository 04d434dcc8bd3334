package dev.orlop.appview.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryImage;
import dev.orlop.appview.LiveHold;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jib, which builds images without a daemon, before a whole AppView. */
@Timeout(120)
class JibTest {
  /** Jib sends no password over plain HTTP unless this is said. */
  private static final String PLAIN = "sendCredentialsOverHttp";

  @TempDir Path folder;
  private LiveAppView appView;

  @BeforeAll
  static void allowPlainHttp() {
    System.setProperty(PLAIN, "true");
  }

  @AfterAll
  static void forbidPlainHttp() {
    System.clearProperty(PLAIN);
  }

  @BeforeEach
  void start() {
    appView = LiveAppView.forClients(folder);
  }

  @AfterEach
  void stop() {
    appView.close();
  }

  private RegistryImage image(String name, String password) throws Exception {
    return RegistryImage.named(appView.service() + "/alice.test/" + name)
        .addCredential("alice.test", password);
  }

  private RegistryImage image(String name) throws Exception {
    return image(name, LiveHold.PASSWORD);
  }

  /** Without what an earlier build has left, so that all is fetched and sent. */
  private JibContainer build(JibContainerBuilder image, RegistryImage target, String... tags)
      throws Exception {
    Path cache = Files.createTempDirectory(folder, "cache");
    Containerizer to =
        Containerizer.to(target)
            .setAllowInsecureRegistries(true)
            .setBaseImageLayersCache(cache.resolve("base"))
            .setApplicationLayersCache(cache.resolve("own"));
    for (String tag : tags) {
      to.withAdditionalTag(tag);
    }
    return image.containerize(to);
  }

  private JibContainerBuilder program() throws Exception {
    Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
    Path text = Files.writeString(folder.resolve("text"), "read me".repeat(10_000));
    return Jib.fromScratch()
        .addLayer(List.of(file), "/bin")
        .addLayer(List.of(text), "/doc")
        .setEntrypoint("/bin/program");
  }

  private List<String> layers(String repository, String reference) {
    DataMap manifest = appView.json("/v2/" + repository + "/manifests/" + reference);
    List<String> digests = new ArrayList<>();
    for (Object layer : manifest.array("layers").orElseThrow()) {
      digests.add(((DataMap) layer).text("digest").orElseThrow());
    }
    return digests;
  }

  @Test
  void anImageHasTheDigestAndTheTagsThatJibGaveIt() throws Exception {
    JibContainer built = build(program(), image("app:1.0"), "1.1", "latest");
    for (String reference : List.of("1.0", "1.1", "latest", built.getDigest().toString())) {
      HttpResponse<byte[]> manifest = appView.get("/v2/alice.test/app/manifests/" + reference);
      assertEquals(
          built.getDigest().toString(),
          Digest.hash(Digest.Algorithm.SHA256, manifest.body()).toString());
    }
    assertEquals(
        "{\"name\":\"alice.test/app\",\"tags\":[\"1.0\",\"1.1\",\"latest\"]}",
        LiveAppView.text(appView.get("/v2/alice.test/app/tags/list")));
  }

  @Test
  void anImageIsBuiltOnOneThatIsPulledByTagOrByDigest() throws Exception {
    JibContainer base = build(program(), image("base:1.0"));
    List<String> below = layers("alice.test/base", "1.0");
    assertEquals(2, below.size());
    Path more = Files.writeString(folder.resolve("more"), "more");
    for (String reference : List.of("base:1.0", "base@" + base.getDigest())) {
      JibContainerBuilder image = Jib.from(image(reference)).addLayer(List.of(more), "/more");
      JibContainer built = build(image, image("derived:1.0"));
      List<String> all = layers("alice.test/derived", built.getDigest().toString());
      assertEquals(3, all.size());
      assertEquals(below, all.subList(0, 2));
    }
  }

  @Test
  void aWrongPasswordIsRefusedInAWayThatJibKnows() {
    RegistryAuthenticationFailedException refused =
        assertThrows(
            RegistryAuthenticationFailedException.class,
            () -> build(program(), image("app:1.0", "wrong")));
    assertTrue(String.valueOf(refused.getMessage()).contains("401"), refused::toString);
  }
}
