package dev.orlop.cli.hold;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.hold.app.HoldFolder;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;

/** Makes the folder of a hold. */
public final class NewHold {
  private NewHold() {}

  /** Refuses a folder that is a hold's already. */
  public static void requireNone(Path folder) {
    if (Files.exists(folder.resolve(HoldConfig.FILE))) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          "there is a hold in " + folder,
          "it has a " + HoldConfig.FILE,
          "orlop serve runs it; another --dir makes another");
    }
  }

  /**
   * Writes configuration, key and captain's record.
   *
   * @return the hold's DID
   */
  public static Did create(
      Path folder,
      URI publicUrl,
      int port,
      Did captain,
      FirstCaptain.Terms terms,
      InstantSource clock)
      throws IOException {
    Files.createDirectories(folder);
    // The environment of this command is not that of the server to come: only the file counts.
    Path file = folder.resolve(HoldConfig.FILE);
    Files.writeString(file, text(publicUrl, port), StandardOpenOption.CREATE_NEW);
    boolean complete = false;
    try {
      HoldConfig config = ConfigReader.read(folder, Map.of());
      try (HoldFolder made = HoldFolder.open(config, clock)) {
        FirstCaptain.appoint(made.repo(), captain, terms, clock);
        complete = true;
        return made.identity().did();
      }
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String text(URI publicUrl, int port) {
    return """
    # A hold of Orlop. Every setting has a twin in the environment: ORLOP_ and its name in capitals.

    # Where others reach it. The hold's identity (did:web) follows from this: changing it makes
    # another hold of it.
    public-url: %s

    listen-host: 127.0.0.1
    listen-port: %d
    """
        .formatted(publicUrl, port);
  }
}
