package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.DevnetState.Account;
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

/** What a newcomer with skopeo does on a devnet, through AppView, PDS and hold. */
@Timeout(180)
class SkopeoJourneyTest extends WithDevnet {
  private String registry;
  private String alice;

  @BeforeEach
  void needsSkopeo() throws Exception {
    boolean there = run("skopeo", "--version").exit() == 0;
    if (!there) {
      System.out.println(
          "SKIPPED: SkopeoJourneyTest needs skopeo (Debian and Ubuntu: apt install skopeo)");
    }
    assumeTrue(there, "needs skopeo");
    registry = devnet.state().appview().orElseThrow().getAuthority();
    alice = "docker://" + registry + "/alice.test/team/app";
  }

  private record Done(int exit, String output) {}

  private Done run(String... command) throws InterruptedException {
    try {
      Path output = directory.resolve("output");
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      return new Done(exit, Files.readString(output));
    } catch (IOException e) {
      return new Done(-1, e.toString());
    }
  }

  private Done skopeo(String command, String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy", command));
    all.add("--authfile=" + directory.resolve("auth.json"));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  private String expect(Done done) {
    assertEquals(0, done.exit(), done.output());
    return done.output();
  }

  private void signIn(int who) throws Exception {
    Account account = account(who);
    expect(
        skopeo(
            "login",
            "--tls-verify=false",
            "--username=" + account.handle(),
            "--password=" + account.password(),
            registry));
  }

  private Account account(int who) {
    return devnet.state().accounts().get(who);
  }

  private Done push(Path layout, String image) throws Exception {
    return skopeo(
        "copy", "--all", "--preserve-digests", "--dest-tls-verify=false", "oci:" + layout, image);
  }

  private Done pull(String image, String name, String... options) throws Exception {
    return skopeo(
        "copy",
        Stream.concat(
                Stream.of(options),
                Stream.of("--src-tls-verify=false", image, "oci:" + directory.resolve(name)))
            .toArray(String[]::new));
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
    signIn(0);
    expect(push(image, alice + ":1.0"));
    assertEquals(0, pulls());

    expect(pull(alice + ":1.0", "one", "--override-arch=amd64", "--override-os=linux"));
    assertEquals(1, pulls());
    expect(pull(alice + ":1.0", "other", "--override-arch=arm64", "--override-os=linux"));
    assertEquals(2, pulls());

    expect(pull(alice + ":1.0", "all", "--all", "--preserve-digests"));
    try (Stream<Path> files = Files.walk(image.resolve("blobs"))) {
      for (Path blob : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve("all").resolve(image.relativize(blob));
        assertArrayEquals(Files.readAllBytes(blob), Files.readAllBytes(copy));
      }
    }
    assertTrue(
        expect(skopeo("list-tags", "--tls-verify=false", alice)).contains("1.0"),
        "the tag is listed");
  }

  @Test
  void whoMayNotPushIsToldWhatIsMissingAndMayOnceTheyAreOfTheCrew() throws Exception {
    Path image = SmallImage.write(directory.resolve("image"), 2).folder();
    signIn(1);
    Done toAlice = push(image, alice + ":1.0");
    assertNotEquals(0, toAlice.exit());
    assertTrue(toAlice.output().contains("denied"), toAlice.output());

    String bob = "docker://" + registry + "/bob.test/app:1.0";
    Done refused = push(image, bob);
    assertNotEquals(0, refused.exit());
    assertTrue(refused.output().contains("requires blob:write"), refused.output());

    orlop("crew", "add", "bob.test").expect(0);
    expect(push(image, bob));
    expect(skopeo("logout", registry));
    expect(pull(bob, "copy"));
  }
}
