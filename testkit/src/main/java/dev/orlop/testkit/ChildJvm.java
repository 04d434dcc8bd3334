package dev.orlop.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Starts processes on the class path of the tests, fast: with an archive of loaded classes, which
 * the first of them writes when it ends in peace. Such an archive is of jars alone, so folders of
 * classes are made into jars.
 */
public final class ChildJvm {
  /** How long processes live, and so what they are made for. */
  public enum Life {
    /** Seconds: too short for the second compiler, and too small for other collectors. */
    SHORT("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    /** As long as a server's: what it does is measured. */
    LONG("-Xmx1g");

    private final List<String> options;

    Life(String... options) {
      this.options = List.of(options);
    }
  }

  private final Life life;
  private final Path archive;
  private final String classPath;

  /** Keeps the archive in a folder of its own. */
  public ChildJvm(Path folder, Life life) throws IOException {
    this.life = life;
    Files.createDirectories(folder);
    archive = folder.resolve("classes.jsa");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      entries.add(
          Files.isDirectory(path)
              ? jar(path, folder.resolve(entries.size() + ".jar")).toString()
              : entry);
    }
    classPath = String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
    }
    return jar;
  }

  /**
   * Starts a process.
   *
   * @param environment added to that of this process
   * @param errors where its standard error is added
   */
  public Process start(
      Class<?> main, List<String> arguments, Map<String, String> environment, Path errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.net.preferIPv4Stack=true"));
    command.addAll(life.options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
  }
}
