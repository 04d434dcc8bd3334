package dev.orlop.hold.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The lines of a parts log: one for each part that was answered, in the order of the answers.
 *
 * <pre>
 * R &lt;number&gt; &lt;offset&gt; &lt;size&gt; &lt;etag&gt; &lt;millis&gt; &lt;crc32c&gt;     a part of the run
 * A &lt;number&gt; &lt;serial&gt; &lt;size&gt; &lt;etag&gt; &lt;millis&gt; &lt;crc32c&gt;     a part alone
 * </pre>
 *
 * A later line for the same number replaces the earlier. Reading stops at the first line that is
 * not whole: it was never answered.
 */
final class PartsLog {
  /** A line that was read. */
  record Entry(StoredPart part, Instant at) {}

  private PartsLog() {}

  static byte[] line(StoredPart part, Instant at) {
    String text =
        switch (part) {
          case StoredPart.InRun run -> "R " + run.number() + " " + run.offset();
          case StoredPart.Alone alone -> "A " + alone.number() + " " + alone.serial();
        };
    text += " " + part.size() + " " + part.etag() + " " + at.toEpochMilli();
    return (text + " " + crc(text) + "\n").getBytes(US_ASCII);
  }

  static List<Entry> read(byte[] log) {
    List<Entry> entries = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < log.length; i++) {
      if (log[i] != '\n') {
        continue;
      }
      Optional<Entry> entry = parse(new String(log, from, i - from, US_ASCII));
      if (entry.isEmpty()) {
        break;
      }
      entries.add(entry.get());
      from = i + 1;
    }
    return entries;
  }

  /** How many bytes of a log its whole lines take; what follows is torn. */
  static long wholeBytes(List<Entry> entries) {
    return entries.stream().mapToLong(entry -> line(entry.part(), entry.at()).length).sum();
  }

  private static Optional<Entry> parse(String line) {
    int crcAt = line.lastIndexOf(' ');
    if (crcAt < 0 || !crc(line.substring(0, crcAt)).equals(line.substring(crcAt + 1))) {
      return Optional.empty();
    }
    // From here on it is a line of ours.
    String[] words = line.split(" ", -1);
    int number = Integer.parseInt(words[1]);
    long where = Long.parseLong(words[2]);
    long size = Long.parseLong(words[3]);
    StoredPart part =
        words[0].equals("R")
            ? new StoredPart.InRun(number, where, size, words[4])
            : new StoredPart.Alone(number, where, size, words[4]);
    return Optional.of(new Entry(part, Instant.ofEpochMilli(Long.parseLong(words[5]))));
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(US_ASCII));
    return Long.toHexString(crc.getValue());
  }
}
