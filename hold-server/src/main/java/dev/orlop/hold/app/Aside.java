package dev.orlop.hold.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Keeps what is not to be used any more, under another name. */
final class Aside {
  private Aside() {}

  /** Puts a file or a folder aside, if it is there. */
  static void put(Path path, InstantSource clock) throws IOException {
    if (Files.exists(path)) {
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
      Path aside = path.resolveSibling(path.getFileName() + "-moved-" + micros);
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
