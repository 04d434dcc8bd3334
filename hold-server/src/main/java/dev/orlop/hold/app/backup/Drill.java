package dev.orlop.hold.app.backup;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.AccountKeys;
import dev.orlop.hold.pds.accounts.Accounts;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.web.HoldIdentity;
import dev.orlop.mst.RepoVerifier;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Tries a backup out, leaving nothing behind. */
public final class Drill {
  private Drill() {}

  /**
   * Restores a backup to a temporary folder, opens what is in it and verifies every repo from its
   * export.
   *
   * @throws IOException if a hold cannot be made of it
   */
  public static BackupContents run(Path backup, Passphrase passphrase, InstantSource clock)
      throws IOException {
    Path place = Files.createTempDirectory("orlop-drill-");
    try {
      Path folder = place.resolve("hold");
      BackupContents contents = Restore.into(folder, backup, passphrase, clock);
      open(folder, contents, clock);
      return contents;
    } finally {
      Restore.delete(place);
    }
  }

  private static void open(Path folder, BackupContents contents, InstantSource clock)
      throws IOException {
    SigningKey ownKey = KeyFile.read(folder.resolve("keys/signing.key"));
    Did own = HoldIdentity.did(contents.publicUrl());
    AccountKeys keys = new AccountKeys(Disk.REAL, folder.resolve("keys"), own, ownKey);
    Accounts.open(Disk.REAL, folder.resolve("accounts")).close();
    try (RepoIndex index = MvRepoIndex.openFile(folder.resolve("index"));
        Repos repos =
            new Repos(
                folder.resolve("repos"), index, Repos.Settings.DEFAULT, clock, (_, _) -> {})) {
      Path car = folder.resolve("drill.car");
      for (BackupContents.RepoLine line : contents.repos()) {
        SigningKey key = keys.of(line.did());
        Repo repo = repos.find(line.did(), () -> key);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(car))) {
          repo.export(out);
        }
        CarCheck.verify(line, car, key.publicKey(), RepoVerifier.RecordCheck.NONE);
      }
    }
  }
}
