package dev.orlop.hold.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file for each hour of the clock, {@code 489012.leases}: what is in it is good for a while, and
 * then the file goes. Safe for use by several threads.
 */
public final class HourlyFiles {
  private static final long HOUR_SECONDS = 3600;

  private final Path folder;
  private final String suffix;
  private final Pattern names;
  private final long lengthHours;
  private final Disk disk;

  /**
   * In a folder, which is made if it is not there.
   *
   * @param suffix of their names, without the dot
   * @param length how long it is good what is in them; rounded up to hours
   */
  public HourlyFiles(Path folder, String suffix, Duration length, Disk disk) {
    this.folder = folder;
    this.suffix = "." + suffix;
    this.names = Pattern.compile("([0-9]{1,12})\\." + Pattern.quote(suffix));
    this.lengthHours = Math.ceilDiv(length.toSeconds(), HOUR_SECONDS);
    this.disk = disk;
    disk.createDirectories(folder);
  }

  /** The number of the hour. */
  public static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), HOUR_SECONDS);
  }

  /** The first hour of which anything is good still. */
  public long firstGood(Instant now) {
    return hour(now) - lengthHours;
  }

  /** The files that there are, by their hours. */
  public NavigableMap<Long, Path> all() {
    NavigableMap<Long, Path> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            Matcher name = names.matcher(file.getFileName().toString());
            if (name.matches()) {
              all.put(Long.parseLong(name.group(1)), file);
            }
          });
    } catch (IOException e) {
      throw new DiskException("list the files of hours", e);
    }
    return all;
  }

  /** Opens the file of an hour, or makes it. */
  public AppendedFile open(long hour) {
    return new AppendedFile(folder.resolve(hour + suffix), disk);
  }

  /** Removes those of which nothing is good any more, but one: somebody may be writing into it. */
  public void removeOld(Instant now) {
    all().headMap(firstGood(now) - 1, false).values().forEach(disk::delete);
  }
}
