package dev.orlop.hold.app.backup;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.BlobRefs;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.AccountKeys;
import dev.orlop.hold.store.car.LogReplacement;
import dev.orlop.hold.web.HoldIdentity;
import dev.orlop.mst.RepoReport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** Makes a hold's folder of a backup. */
public final class Restore {
  private final Path folder;
  private final BackupContents contents;
  private final InstantSource clock;

  private Restore(Path folder, BackupContents contents, InstantSource clock) {
    this.folder = folder;
    this.contents = contents;
    this.clock = clock;
  }

  /**
   * Restores a backup that has the keys. The folder is there when all of it is, or not at all.
   *
   * @param folder which must not exist, or be empty
   * @throws IOException if the backup is not whole, or a repo in it does not verify
   */
  public static BackupContents into(
      Path folder, Path backup, Passphrase passphrase, InstantSource clock) throws IOException {
    requireEmpty(folder);
    Path staging = folder.resolveSibling(folder.getFileName() + ".restoring");
    // What an attempt that did not end has left.
    delete(staging);
    Files.createDirectories(staging);
    boolean done = false;
    try {
      BackupContents contents = BackupReader.unpack(backup, Optional.of(passphrase), staging);
      new Restore(staging, contents, clock).repos();
      Files.deleteIfExists(folder);
      Files.move(staging, folder, ATOMIC_MOVE);
      done = true;
      return contents;
    } finally {
      if (!done) {
        delete(staging);
      }
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new FileAlreadyExistsException(folder + " is not empty");
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void repos() throws IOException {
    if (!contents.secrets()) {
      throw new ZipException("the backup has no keys; a hold cannot be made of it");
    }
    SigningKey ownKey = KeyFile.read(folder.resolve("keys/signing.key"));
    Did own = HoldIdentity.did(contents.publicUrl());
    AccountKeys keys = new AccountKeys(Disk.REAL, folder.resolve("keys"), own, ownKey);
    Path cars = folder.resolve("repos");
    Path moved = folder.resolve("repos.cars");
    Files.move(cars, moved);
    for (BackupContents.RepoLine repo : contents.repos()) {
      restore(repo, moved.resolve(repo.did() + ".car"), keys.of(repo.did()));
    }
    delete(moved);
    // What the network knows may be newer than the backup: it is to come and see.
    Files.createFile(folder.resolve("tell-again"));
  }

  private void restore(BackupContents.RepoLine repo, Path car, SigningKey key) throws IOException {
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    RepoReport report = verify(repo, car, key, blobs);
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    RestoredRepo restored =
        new RestoredRepo(
            car,
            repo.did(),
            report.commit().orElseThrow(),
            key,
            new TidClock(clock).after(repo.rev()),
            now,
            blobs);
    LogReplacement.begin(Disk.REAL, Repos.folder(folder.resolve("repos"), repo.did()), restored);
  }

  /** Verifies a repo, and notes the blobs that its records refer to. */
  private static RepoReport verify(
      BackupContents.RepoLine repo, Path car, SigningKey key, Map<RepoPath, Set<Cid>> blobs)
      throws IOException {
    RepoReport report =
        CarCheck.verify(
            repo,
            car,
            key.publicKey(),
            (path, record) -> {
              Set<Cid> found = new HashSet<>();
              BlobRefs.in(record).forEach(ref -> found.add(ref.ref()));
              if (!found.isEmpty()) {
                blobs.put(path, found);
              }
              return Optional.empty();
            });
    if (!report.cid().equals(Optional.of(repo.commit()))) {
      throw new ZipException("the repo of " + repo.did() + " is another than the list says");
    }
    return report;
  }
}
