package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user does with a devnet, command by command. */
class CommandsTest extends WithDevnet {
  private SmallImage push(String repository, long seed) throws IOException {
    SmallImage image = SmallImage.write(directory.resolve("image-" + seed), seed);
    orlop("push", image.folder().toString(), repository).expect(0);
    return image;
  }

  private DataMap onlyStats(String repository) {
    return (DataMap)
        orlop("stats", "show", repository, "-o", "json")
            .expect(0)
            .json()
            .array("stats")
            .orElseThrow()
            .getFirst();
  }

  @Test
  void anImageComesBackBitForBitAndCountsOnePull() throws IOException {
    SmallImage image = push("alice.test/app:latest", 1);
    Path copy = directory.resolve("copy");
    DataMap pulled =
        orlop("pull", "alice.test/app:latest@" + image.root(), copy.toString(), "-o", "json")
            .expect(0)
            .json();
    assertEquals(3, pulled.integer("manifests").orElseThrow());
    assertEquals(SmallImage.blobs(image.folder()), SmallImage.blobs(copy));
    assertEquals(1, onlyStats("alice.test/app").integer("pullCount").orElseThrow());
    assertTrue(orlop("stats", "show", "alice.test").expect(0).out().contains("app"));
  }

  @Test
  void aSecondPushSendsNothingAndASecondPullFetchesNothing() throws IOException {
    SmallImage image = push("alice.test/app", 2);
    DataMap again =
        orlop("push", image.folder().toString(), "alice.test/app", "-o", "json").expect(0).json();
    assertEquals(0, again.integer("blobsSent").orElseThrow());
    String copy = directory.resolve("copy").toString();
    orlop("pull", "alice.test/app@" + image.root(), copy).expect(0);
    DataMap pulled =
        orlop("pull", "alice.test/app@" + image.root(), copy, "-o", "json").expect(0).json();
    assertEquals(0, pulled.integer("blobsReceived").orElseThrow());
    assertEquals(1, onlyStats("alice.test/app").integer("pullCount").orElseThrow());
  }

  @Test
  void theCountIsProvedFromTheSignedRepo() throws IOException {
    push("alice.test/app", 3);
    DataMap proved = orlop("stats", "verify", "alice.test/app", "-o", "json").expect(0).json();
    assertEquals(3, proved.integer("pushCount").orElseThrow());
    assertTrue(proved.has("commit") && proved.has("cid") && proved.has("key"));
    orlop("stats", "top").expect(0);
    orlop("stats", "verify", "alice.test/nothing").expect(3);
  }

  @Test
  void aRepoIsExportedAndVerifiedAndATamperedOneIsNot() throws IOException {
    push("alice.test/app", 4);
    Path car = directory.resolve("repo.car");
    orlop("repo", "export", "--file", car.toString()).expect(0);
    String did = devnet.state().holdDid().toString();
    DataMap good =
        shell.run("repo", "verify", car.toString(), "--did", did, "-o", "json").expect(0).json();
    assertEquals("unchecked", good.text("signature").orElseThrow());
    shell.run("repo", "verify", car.toString(), "--did", "did:web:other.example.com").expect(6);
    String other = "did:key:zQ3shqwJEJyMBsBXCWyCBpUBMqxcon9oHB7mCvx4sSpMdLJwc";
    shell.run("repo", "verify", car.toString(), "--key", other).expect(6);
    byte[] bytes = Files.readAllBytes(car);
    bytes[bytes.length - 20] ^= 1;
    Files.write(car, bytes);
    Shell.Outcome bad = shell.run("repo", "verify", car.toString(), "-o", "json").expect(6);
    assertFalse(bad.json().array("faults").orElseThrow().isEmpty());
    Files.write(car, Arrays.copyOf(bytes, bytes.length / 2));
    shell.run("repo", "verify", car.toString()).expect(6);
  }

  @Test
  void theAppViewOfTheDevnetRunsAndKnowsWhereItsAccountsPush() throws Exception {
    URI appView = devnet.state().appview().orElseThrow();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health = HttpRequest.newBuilder(appView.resolve("/xrpc/_health")).build();
      assertEquals(200, http.send(health, BodyHandlers.discarding()).statusCode());
    }
    DataMap resolved = orlop("appview", "resolve", "alice.test", "-o", "json").expect(0).json();
    assertEquals(
        devnet.state().accounts().getFirst().did().value(), resolved.text("did").orElseThrow());
    assertEquals(devnet.state().hold().toString(), resolved.text("pds").orElseThrow());
    assertEquals(devnet.state().holdDid().value(), resolved.text("hold").orElseThrow());
    orlop("appview", "resolve", "did:plc:nobodynobodynobodynobody").expect(3);
  }

  @Test
  void aPortThatSomebodyElseHasIsAConflict() {
    String[] ports = {
      "--hold-port", Integer.toString(devnet.state().hold().getPort()),
      "--appview-port", Integer.toString(devnet.state().appview().orElseThrow().getPort())
    };
    for (int taken = 0; taken < ports.length; taken += 2) {
      String free = ports[ports.length - 2 - taken];
      shell
          .run(
              "devnet",
              "--dir",
              directory.resolve("other-" + taken).toString(),
              "--plc-port",
              "0",
              ports[taken],
              ports[taken + 1],
              free,
              "0")
          .expect(5);
    }
  }

  @Test
  void theCaptainManagesTheCrew() throws IOException {
    SmallImage image = SmallImage.write(directory.resolve("image"), 5);
    String layout = image.folder().toString();
    orlop("push", layout, "bob.test/app", "--as", "bob.test").expect(4);
    orlop("crew", "add", "bob.test").expect(0);
    orlop("push", layout, "bob.test/app", "--as", "bob.test").expect(0);
    DataMap bob =
        (DataMap)
            orlop("crew", "list", "-o", "json")
                .expect(0)
                .json()
                .array("crew")
                .orElseThrow()
                .getFirst();
    assertEquals("write", bob.text("role").orElseThrow());
    orlop("crew", "set", "bob.test", "--role", "read").expect(0);
    orlop("push", layout, "bob.test/other", "--as", "bob.test").expect(4);
    orlop("crew", "rm", "bob.test").expect(0);
    orlop("crew", "rm", "bob.test").expect(3);
    orlop("crew", "add", "alice.test", "--as", "bob.test").expect(4);
  }

  @Test
  void aPrivateHoldServesItsCrewAlone() throws IOException {
    SmallImage image = push("alice.test/app", 6);
    orlop("captain", "set", "--private").expect(0);
    DataMap captain = orlop("captain", "show", "-o", "json").expect(0).json();
    assertFalse(captain.bool("public").orElseThrow());
    String name = "alice.test/app@" + image.root();
    orlop("pull", name, directory.resolve("no").toString(), "--as", "bob.test").expect(4);
    orlop("crew", "add", "bob.test", "--role", "read").expect(0);
    orlop("pull", name, directory.resolve("yes").toString(), "--as", "bob.test").expect(0);
  }

  @Test
  void blobsAreLookedUpAndVerified() throws IOException {
    SmallImage image = push("alice.test/app", 7);
    String digest = image.root().toString();
    DataMap stat = orlop("blob", "stat", digest, "-o", "json").expect(0).json();
    assertEquals(digest, stat.text("digest").orElseThrow());
    DataMap verified = orlop("blob", "verify", digest, "-o", "json").expect(0).json();
    assertTrue(verified.bool("valid").orElseThrow());
    orlop("blob", "stat", "sha256:" + "0".repeat(64)).expect(3);
    orlop("blob", "stat", "sha256:12").expect(2);
  }

  @Test
  void aDamagedBlobIsFoundAndNotTakenIntoALayout() throws IOException {
    SmallImage image = push("alice.test/app", 8);
    String damaged = damageALayer();
    orlop("blob", "verify", damaged).expect(6);
    Path copy = directory.resolve("copy");
    orlop("pull", "alice.test/app@" + image.root(), copy.toString()).expect(6);
    assertFalse(Files.exists(copy.resolve("index.json")));
  }

  private String damageALayer() throws IOException {
    Path blobs = folder().resolve("hold/blobs/docker/registry/v2/blobs/sha256");
    try (Stream<Path> files = Files.walk(blobs)) {
      for (Path file : files.filter(path -> path.endsWith("data")).toList()) {
        if (Files.size(file) == 100_000) {
          byte[] bytes = Files.readAllBytes(file);
          bytes[500] ^= 1;
          Files.write(file, bytes);
          return "sha256:" + file.getName(file.getNameCount() - 2);
        }
      }
    }
    throw new AssertionError("no layer is stored");
  }

  @Test
  void whatNeedsTheFolderSaysThatTheHoldRuns() {
    Shell.Outcome refused = orlop("repo", "rebuild-index").expect(5);
    assertTrue(refused.err().contains("in use"), refused.err());
    orlop("repo", "compact").expect(5);
  }

  @Test
  void aStoppedHoldIsCompactedAndItsIndexMadeAnew() throws IOException {
    push("alice.test/app", 9);
    String before = orlop("stats", "show", "alice.test/app").expect(0).out();
    devnet.close();
    orlop("repo", "compact").expect(0);
    orlop("repo", "rebuild-index").expect(0);
    open();
    assertEquals(before, orlop("stats", "show", "alice.test/app").expect(0).out());
  }

  @Test
  void aTokenIsPrintedAndNothingElse() {
    String token = orlop("devnet", "token", "alice.test").expect(0).out();
    assertTrue(token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R"), token);
    orlop("devnet", "token", "nobody.test").expect(3);
    assertEquals(
        devnet.state().accounts().getFirst().password(),
        orlop("devnet", "password", "alice.test").expect(0).out().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"crew", "stats", "repo", "blob", "captain"})
  void aGroupWithoutACommandSaysWhichThereAre(String group) {
    Shell.Outcome outcome = shell.run(group).expect(2);
    assertTrue(outcome.err().contains("orlop " + group + " --help"), outcome.err());
  }

  @Test
  void mistakesInUsageAreToldApartFromFailures() {
    Shell.Outcome typo = shell.run("stast").expect(2);
    assertTrue(typo.err().contains("did you mean"), typo.err());
    shell.run("push").expect(2);
    orlop("stats", "show", "alice.test/UPPER").expect(2);
    shell.run("stats", "show", "alice.test/app", "--hold", "http://127.0.0.1:1").expect(7);
    shell.run("repo", "verify", "no-such-file.car").expect(3);
    shell.run("push", "nowhere", "alice.test/app", "--dir", "nowhere").expect(3);
  }

  @Test
  void versionAndCompletionNeedNoHold() {
    assertTrue(shell.out("version").startsWith("orlop "));
    for (String kind : List.of("bash", "zsh")) {
      assertTrue(shell.out("completion", kind).contains("rebuild-index"));
    }
  }

  @Test
  void aNewHoldHasAKeyOfItsOwnThatNobodyElseReads() throws IOException {
    String dir = directory.resolve("hold").toString();
    String[] init = {
      "init",
      "--dir",
      dir,
      "--owner",
      devnet.state().accounts().getFirst().did().toString(),
      "--public-url",
      "https://hold.example.com",
      "-o",
      "json"
    };
    DataMap made = shell.run(init).expect(0).json();
    assertEquals("did:web:hold.example.com", made.text("did").orElseThrow());
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        Files.getPosixFilePermissions(Path.of(dir, "keys/signing.key")).stream()
            .sorted()
            .toList()
            .toString());
    shell.run(init).expect(5);
  }
}
