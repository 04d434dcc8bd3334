package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.DevnetState.Account;
import dev.orlop.lexicons.Nsids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a newcomer with skopeo does on a devnet, through AppView, PDS and hold. */
@Timeout(180)
class SkopeoJourneyTest extends WithDevnet {
  private Skopeo skopeo;
  private String registry;
  private String alice;

  @BeforeEach
  void needsSkopeo() throws Exception {
    registry = devnet.state().appview().orElseThrow().getAuthority();
    alice = "docker://" + registry + "/alice.test/team/app";
    skopeo = new Skopeo(directory, registry);
    skopeo.requireOrSkip(SkopeoJourneyTest.class);
  }

  private Account account(int who) {
    return devnet.state().accounts().get(who);
  }

  private Skopeo.Done pull(String image, String name, String... options) throws Exception {
    return skopeo.pull(image, directory.resolve(name), options);
  }

  private long pulls() {
    XrpcQuery query = XrpcQuery.of("did", account(0).did()).with("repo", "team/app");
    DataMap hold = XrpcClient.of(devnet.state().hold()).query(Nsids.HOLD_GET_STATS, query);
    String shown = orlop("stats", "show", "alice.test/team/app").expect(0).out();
    long count = hold.integer("pullCount").orElseThrow();
    assertTrue(shown.matches("(?s).*team/app\\s+" + count + "\\s.*"), shown);
    return count;
  }

  @Test
  void anImageOfTwoPlatformsGoesUpAndComesDownAsItWasAndEachPullCountsOnce() throws Exception {
    Path image = SmallImage.write(directory.resolve("image"), 1).folder();
    skopeo.signIn(account(0));
    skopeo.push(image, alice + ":1.0").orFail();
    assertEquals(0, pulls());

    pull(alice + ":1.0", "one", "--override-arch=amd64", "--override-os=linux").orFail();
    assertEquals(1, pulls());
    pull(alice + ":1.0", "other", "--override-arch=arm64", "--override-os=linux").orFail();
    assertEquals(2, pulls());

    pull(alice + ":1.0", "all", "--all", "--preserve-digests").orFail();
    try (Stream<Path> files = Files.walk(image.resolve("blobs"))) {
      for (Path blob : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve("all").resolve(image.relativize(blob));
        assertArrayEquals(Files.readAllBytes(blob), Files.readAllBytes(copy));
      }
    }
    assertTrue(
        skopeo.run("list-tags", "--tls-verify=false", alice).orFail().contains("1.0"),
        "the tag is listed");
  }

  @Test
  void whoMayNotPushIsToldWhatIsMissingAndMayOnceTheyAreOfTheCrew() throws Exception {
    Path image = SmallImage.write(directory.resolve("image"), 2).folder();
    skopeo.signIn(account(1));
    Skopeo.Done toAlice = skopeo.push(image, alice + ":1.0");
    assertNotEquals(0, toAlice.exit());
    assertTrue(toAlice.output().contains("denied"), toAlice.output());

    String bob = "docker://" + registry + "/bob.test/app:1.0";
    Skopeo.Done refused = skopeo.push(image, bob);
    assertNotEquals(0, refused.exit());
    assertTrue(refused.output().contains("requires blob:write"), refused.output());

    orlop("crew", "add", "bob.test").expect(0);
    skopeo.push(image, bob).orFail();
    skopeo.run("logout", registry).orFail();
    pull(bob, "copy").orFail();
  }
}
