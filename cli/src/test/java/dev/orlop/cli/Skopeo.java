package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.cli.devnet.DevnetState.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Skopeo as it is installed, for a registry of this machine without TLS.
 *
 * @param folder for what it says, and for who is signed in
 * @param registry with its port
 */
record Skopeo(Path folder, String registry) {

  /** What a command said, and how it ended. */
  record Done(int exit, String output) {
    String orFail() {
      assertEquals(0, exit, output);
      return output;
    }
  }

  /** Skips the test, loudly, where there is none. */
  void requireOrSkip(Class<?> test) throws Exception {
    boolean there = end(List.of("skopeo", "--version")).exit() == 0;
    if (!there) {
      System.out.println(
          "SKIPPED: "
              + test.getSimpleName()
              + " needs skopeo (Debian and Ubuntu: apt install skopeo)");
    }
    assumeTrue(there, "needs skopeo");
  }

  private Done end(List<String> command) throws InterruptedException, IOException {
    Path output = Files.createTempFile(folder, "output", "");
    try {
      return new Done(start(command, output).waitFor(), Files.readString(output));
    } catch (IOException e) {
      return new Done(-1, e.toString());
    }
  }

  private static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private List<String> command(String command, String... args) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy", command));
    all.add("--authfile=" + folder.resolve("auth.json"));
    all.addAll(List.of(args));
    return all;
  }

  Done run(String command, String... args) throws Exception {
    return end(command(command, args));
  }

  void signIn(Account account) throws Exception {
    run(
            "login",
            "--tls-verify=false",
            "--username=" + account.handle(),
            "--password=" + account.password(),
            registry)
        .orFail();
  }

  private static String[] pushing(Path layout, String image) {
    return new String[] {
      "--all", "--preserve-digests", "--dest-tls-verify=false", "oci:" + layout, image
    };
  }

  Done push(Path layout, String image) throws Exception {
    return run("copy", pushing(layout, image));
  }

  /**
   * Begins a push.
   *
   * @param output where it says how it goes
   */
  Process beginPush(Path layout, String image, Path output) throws IOException {
    return start(command("copy", pushing(layout, image)), output);
  }

  Done pull(String image, Path layout, String... options) throws Exception {
    return run(
        "copy",
        Stream.concat(
                Stream.of(options), Stream.of("--src-tls-verify=false", image, "oci:" + layout))
            .toArray(String[]::new));
  }
}
