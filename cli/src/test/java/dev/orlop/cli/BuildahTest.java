package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.cli.devnet.DevnetState.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buildah, the half of Podman that pushes, on a devnet. */
@Timeout(180)
class BuildahTest extends WithDevnet {

  private record Done(int exit, String output) {
    String orFail() {
      assertEquals(0, exit, output);
      return output.strip();
    }
  }

  /** Keeps all it has in a folder of its own. */
  private Done buildah(String... args) throws Exception {
    Path store = directory.resolve("buildah");
    List<String> command = new ArrayList<>(List.of("buildah", "--storage-driver=vfs"));
    command.add("--root=" + store.resolve("root"));
    command.add("--runroot=" + store.resolve("run"));
    command.addAll(List.of(args));
    Path output = Files.createTempFile(directory, "output", "");
    try {
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

  @Test
  void anImageThatIsBuiltHereIsPushedAndPulled() throws Exception {
    boolean works =
        buildah("from", "--name=one", "scratch").exit() == 0 && buildah("mount", "one").exit() == 0;
    if (!works) {
      System.out.println(
          "SKIPPED: BuildahTest needs a buildah that may build here (Debian and Ubuntu: apt install"
              + " buildah)");
    }
    assumeTrue(works, "needs buildah");
    Path file = Files.writeString(directory.resolve("file"), "what is in it");
    Account alice = devnet.state().accounts().getFirst();
    String registry = devnet.state().appview().orElseThrow().getAuthority();
    String image = registry + "/alice.test/built:1.0";
    String authfile = "--authfile=" + directory.resolve("auth.json");
    String plain = "--tls-verify=false";

    buildah("copy", "one", file.toString(), "/file").orFail();
    buildah("commit", "one", "built").orFail();
    buildah(
            "login",
            plain,
            authfile,
            "--username=" + alice.handle(),
            "--password=" + alice.password(),
            registry)
        .orFail();
    buildah("push", plain, authfile, "built", "docker://" + image).orFail();
    buildah("rm", "one").orFail();
    buildah("rmi", "built").orFail();

    buildah("from", plain, authfile, "--name=two", image).orFail();
    Path mounted = Path.of(buildah("mount", "two").orFail());
    assertEquals("what is in it", Files.readString(mounted.resolve("file")));
  }
}
