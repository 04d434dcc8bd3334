package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.accounts.KeySeal;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.HoldTable;
import dev.orlop.hold.store.sql.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

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
   * DID document has it from then on. A crash leaves the old key or the new one in its place. The
   * other folders of a hold with several processes need the new key then.
   *
   * @throws FolderInUseException if a server has the folder
   * @throws ConfigException if a process of the hold runs elsewhere, on the database
   */
  public static Rotated rotate(HoldConfig config, KeyType type, InstantSource clock)
      throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder())) {
      Path file = config.signingKey();
      SigningKey before = KeyFile.read(file);
      SigningKey after = SigningKey.generate(type);
      Path kept = file.resolveSibling("signing.key.until-" + clock.instant().getEpochSecond());
      KeyFile.write(kept, before);
      Path fresh = OwnKey.next(config);
      Files.deleteIfExists(fresh);
      KeyFile.write(fresh, after);
      if (config.database().isPresent()) {
        inDatabase(config.database().get(), before, after);
      }
      OwnKey.adopt(config);
      return new Rotated(before.publicKey(), after.publicKey(), kept);
    }
  }

  private static void inDatabase(DatabaseSettings settings, SigningKey before, SigningKey after) {
    KeySeal from = new KeySeal(before);
    KeySeal to = new KeySeal(after);
    try (Database database = Database.connect(settings)) {
      List<String> unused = new Migrations(database).run();
      try (HoldTable.Alone _ = Alone.require(database)) {
        new HoldTable(database)
            .exchangeKey(
                after.publicKey().didKey(), row -> from.reseal(row.name(), row.sealed(), to));
      }
    }
  }
}
