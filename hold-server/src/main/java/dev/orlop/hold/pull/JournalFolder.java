package dev.orlop.hold.pull;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the journal: {@code pulls/0000000017.log} is generation 17. */
final class JournalFolder {
  private static final Pattern NAME = Pattern.compile("(\\d{10,18})\\.log");

  private final Path folder;
  private final Disk disk;

  JournalFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    disk.createDirectories(folder);
  }

  /** The numbers of the generations that have a file, ascending. */
  List<Long> generations() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.parseLong(matcher.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DiskException("list the pull journal", e);
    }
  }

  JournalFile create(long generation) {
    return JournalFile.create(disk, folder, name(generation), generation);
  }

  Generation read(long number) {
    Generation generation = new Generation(number);
    JournalFile.read(path(number), number).forEach(generation::add);
    return generation;
  }

  void delete(long generation) {
    disk.delete(path(generation));
  }

  Path path(long generation) {
    return folder.resolve(name(generation));
  }

  private static String name(long generation) {
    return String.format(Locale.ROOT, "%010d.log", generation);
  }
}
