package dev.orlop.hold.app;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Exchanges the hold's own signing key. */
public final class KeyRotation {
  private KeyRotation() {}

  /**
   * What was exchanged.
   *
   * @param kept where the old key is now
   */
  public record Rotated(PublicKey before, PublicKey after, Path kept) {}

  /**
   * Makes a new key the hold's own. The next opening of the folder signs the repo with it, and its
   * DID document has it from then on. A crash leaves the old key or the new one in its place.
   *
   * @throws FolderInUseException if a server has the folder
   */
  public static Rotated rotate(HoldConfig config, KeyType type, InstantSource clock)
      throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder())) {
      Path file = config.signingKey();
      SigningKey before = KeyFile.read(file);
      SigningKey after = SigningKey.generate(type);
      Path kept = file.resolveSibling("signing.key.until-" + clock.instant().getEpochSecond());
      KeyFile.write(kept, before);
      Path fresh = file.resolveSibling("signing.key.new");
      Files.deleteIfExists(fresh);
      KeyFile.write(fresh, after);
      Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(file.toAbsolutePath().getParent())) {
        names.force(true);
      }
      return new Rotated(before.publicKey(), after.publicKey(), kept);
    }
  }
}
