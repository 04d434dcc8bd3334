package dev.orlop.hold.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.testkit.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One life of a hold: a {@link HoldProcess}, from its start to its end. */
final class ChildHold implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private ChildHold(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.commands = process.outputWriter(UTF_8);
  }

  static ChildHold start(ChildJvm jvm, Path folder, URI plc, Place place, Optional<CrashAt> crash)
      throws IOException {
    String s3 = place.s3().map(URI::toString).orElse(HoldProcess.NONE);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                folder.toString(),
                plc.toString(),
                s3,
                place.database().map(Tables::url).orElse(HoldProcess.NONE)));
    crash.ifPresent(where -> arguments.add(where.toString()));
    return new ChildHold(
        jvm.start(HoldProcess.class, arguments, Map.of(), folder.resolveSibling("child.log")));
  }

  /**
   * What a hold says when it serves.
   *
   * @param seq of a commit that it made on its own
   */
  record Ready(int port, long seq) {}

  /** Waits until it serves. */
  Ready awaitReady() throws CutOffException {
    String[] words = readLine().split(" ", -1);
    return new Ready(Integer.parseInt(words[1]), Long.parseLong(words[2]));
  }

  /** Has it do something besides what it is asked over HTTP; returns what it said. */
  synchronized String command(String line) throws CutOffException {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new CutOffException(e);
    }
    return readLine();
  }

  private String readLine() throws CutOffException {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new CutOffException("the process has ended");
      }
      return line;
    } catch (IOException e) {
      throw new CutOffException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until it has ended; returns its exit code. */
  int awaitEnd() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets it close the hold and end in peace. */
  int end() throws IOException {
    commands.close();
    return awaitEnd();
  }

  @Override
  public void close() {
    kill();
    awaitEnd();
  }
}
