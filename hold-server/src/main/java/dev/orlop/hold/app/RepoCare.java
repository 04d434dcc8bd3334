package dev.orlop.hold.app;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.RepoSalvage;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.SalvagedRepo;
import dev.orlop.hold.pds.accounts.AccountKeys;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.car.LogReplacement;
import dev.orlop.hold.store.car.LogScan;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.web.HoldIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks and repairs the repos in a hold's folder, of which nothing but their logs is relied on.
 */
public final class RepoCare {
  private RepoCare() {}

  /**
   * Looks through the logs of all repos, without the index, and changes nothing.
   *
   * @throws FolderInUseException if a server has the folder
   */
  public static List<RepoSalvage.Findings> check(HoldConfig config) throws IOException {
    MovedRepos.requireFolder(config);
    try (FolderLock _ = FolderLock.take(config.folder())) {
      List<RepoSalvage.Findings> all = new ArrayList<>();
      for (Path log : logs(config)) {
        try (LogScan scan = LogScan.of(log)) {
          all.add(RepoSalvage.examine(did(log), scan));
        }
      }
      return all;
    }
  }

  /**
   * What a repair came to.
   *
   * @param found what there was
   * @param kept where the damaged files are now
   */
  public record Repair(RepoSalvage.Findings found, Path kept) {}

  /**
   * Replaces the log of a damaged repo by one of what can be had of it, under a new commit.
   *
   * @param whose repo; the hold's own if empty
   * @return nothing if the repo is sound
   * @throws FolderInUseException if a server has the folder
   */
  public static Optional<Repair> repair(HoldConfig config, InstantSource clock, Optional<Did> whose)
      throws IOException {
    MovedRepos.requireFolder(config);
    try (FolderLock _ = FolderLock.take(config.folder());
        RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos repos =
            new Repos(config.repos(), index, Repos.Settings.DEFAULT, clock, (_, _) -> {})) {
      SigningKey ownKey = KeyFile.read(config.signingKey());
      Did own = HoldIdentity.did(config.publicUrl());
      Did did = whose.orElse(own);
      SigningKey key = new AccountKeys(Disk.REAL, config.keys(), own, ownKey).of(did);
      Path log = repos.folder(did);
      try (LogScan scan = LogScan.of(log)) {
        RepoSalvage.Findings found = RepoSalvage.examine(did, scan);
        if (found.isSound()) {
          return Optional.empty();
        }
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        Path kept = log.resolve("damaged-" + now);
        Tid rev = new TidClock(clock).after(found.head().rev());
        LogReplacement.replace(Disk.REAL, log, kept, new SalvagedRepo(scan, found, key, rev, now));
        repos.rebuildIndex(did);
        Files.writeString(config.tellAgain(), "");
        return Optional.of(new Repair(found, kept));
      }
    }
  }

  /**
   * For what works on logs.
   *
   * @throws dev.orlop.atproto.config.ConfigException if the repos lie in a database
   */
  public static void requireFolder(HoldConfig config) {
    MovedRepos.requireFolder(config);
  }

  /** The folders of all repo logs. */
  public static List<Path> logs(HoldConfig config) throws IOException {
    if (!Files.isDirectory(config.repos())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.find(config.repos(), 2, (path, _) -> isLog(path))) {
      return folders.sorted().toList();
    }
  }

  private static boolean isLog(Path folder) {
    return folder.getFileName().toString().startsWith("did:") && Files.isDirectory(folder);
  }

  /** Whose repo a log is. */
  public static Did did(Path log) {
    return Did.parse(log.getFileName().toString());
  }
}
