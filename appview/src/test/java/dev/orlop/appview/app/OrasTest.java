package dev.orlop.appview.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.appview.LiveHold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import land.oras.ArtifactType;
import land.oras.ContainerRef;
import land.oras.LocalPath;
import land.oras.Manifest;
import land.oras.ManifestDescriptor;
import land.oras.Registry;
import land.oras.exception.OrasException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ORAS, which keeps artifacts of any kind in registries, before a whole AppView. */
@Timeout(120)
class OrasTest {
  private static final ArtifactType SHIP = ArtifactType.from("application/vnd.example.ship");
  private static final ArtifactType SBOM = ArtifactType.from("application/vnd.example.sbom");
  private static final ArtifactType SIGNED = ArtifactType.from("application/vnd.example.signed");

  @TempDir Path folder;
  private LiveAppView appView;
  private Registry oras;

  @BeforeEach
  void start() {
    appView = LiveAppView.forClients(folder);
    oras = signedIn(LiveHold.PASSWORD);
  }

  @AfterEach
  void stop() {
    appView.close();
  }

  private Registry signedIn(String password) {
    return Registry.builder().insecure(appView.service(), "alice.test", password).build();
  }

  private ContainerRef name(String reference) {
    return ContainerRef.parse(appView.service() + "/alice.test/" + reference);
  }

  private LocalPath file(String name, String content) throws Exception {
    return LocalPath.of(Files.writeString(folder.resolve(name), content), "text/plain");
  }

  @Test
  void anArtifactComesBackByTagAndByDigest() throws Exception {
    byte[] cargo = new byte[3_000_000];
    new Random(1).nextBytes(cargo);
    Path file = Files.write(folder.resolve("cargo"), cargo);
    Manifest pushed =
        oras.pushArtifact(name("ship:1.0"), SHIP, LocalPath.of(file, "application/octet-stream"));
    String digest = pushed.getDescriptor().getDigest();
    for (String reference : List.of("ship:1.0", "ship@" + digest)) {
      Path copy = Files.createTempDirectory(folder, "copy");
      oras.pullArtifact(name(reference), copy, false);
      assertArrayEquals(cargo, Files.readAllBytes(copy.resolve("cargo")));
      Manifest manifest = oras.getManifest(name(reference));
      assertEquals(digest, manifest.getDescriptor().getDigest());
      assertEquals(SHIP, manifest.getArtifactType());
    }
    assertEquals(List.of("1.0"), oras.getTags(name("ship")).tags());
  }

  @Test
  void whatIsAttachedIsListedByItsType() throws Exception {
    Manifest ship = oras.pushArtifact(name("ship:1.0"), SHIP, file("ship", "a ship"));
    Manifest sbom = oras.attachArtifact(name("ship:1.0"), SBOM, file("sbom", "planks"));
    Manifest signed = oras.attachArtifact(name("ship:1.0"), SIGNED, file("signed", "a name"));
    ContainerRef subject = name("ship@" + digest(ship));
    assertEquals(List.of(digest(sbom)), digests(subject, SBOM));
    assertEquals(List.of(digest(signed)), digests(subject, SIGNED));
    assertEquals(List.of(), digests(subject, SHIP));
    assertEquals(2, referrers(digest(ship)));

    oras.deleteManifest(name("ship@" + digest(sbom)));
    assertEquals(List.of(), digests(subject, SBOM));
    assertEquals(1, referrers(digest(ship)));
  }

  private static String digest(Manifest manifest) {
    return manifest.getDescriptor().getDigest();
  }

  private List<String> digests(ContainerRef subject, ArtifactType type) {
    return oras.getReferrers(subject, type).getManifests().stream()
        .map(ManifestDescriptor::getDigest)
        .toList();
  }

  private int referrers(String subject) {
    String list = "/v2/alice.test/ship/referrers/" + subject;
    return appView.json(list).array("manifests").orElseThrow().size();
  }

  @Test
  void anArtifactThatIsDeletedIsGone() throws Exception {
    Manifest first = oras.pushArtifact(name("ship:1.0"), SHIP, file("one", "one"));
    Manifest second = oras.pushArtifact(name("ship:2.0"), SHIP, file("two", "two"));
    assertNotEquals(digest(first), digest(second));
    oras.deleteManifest(name("ship@" + digest(first)));
    OrasException gone =
        assertThrows(OrasException.class, () -> oras.getManifest(name("ship:1.0")));
    assertEquals(404, gone.getStatusCode());
    assertEquals(List.of("2.0"), oras.getTags(name("ship")).tags());
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    LocalPath file = file("ship", "a ship");
    Registry wrong = signedIn("wrong");
    assertThrows(OrasException.class, () -> wrong.pushArtifact(name("ship:1.0"), SHIP, file));
    assertEquals(404, appView.get("/v2/alice.test/ship/tags/list").statusCode());
  }
}
