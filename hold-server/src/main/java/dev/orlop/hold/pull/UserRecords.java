package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.layers.KnownLayer;
import dev.orlop.hold.layers.KnownManifest;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which records of the hold's repo came of what a user did: layers, stats, scans. */
record UserRecords(Repo repo, Pulls.Indexes indexes) {
  /** See {@link dev.orlop.hold.pds.Followers#follow}. */
  Cid follow() {
    return indexes.follow();
  }

  LayerIndex layers() {
    return indexes.layers();
  }

  /** The layer records. */
  List<RepoPath> layersOf(Did user) {
    List<RepoPath> paths = new ArrayList<>();
    for (KnownManifest manifest : layers().manifests(user)) {
      manifest.layers().stream().map(KnownLayer::path).forEach(paths::add);
    }
    return paths;
  }

  /** The counts of the user's repositories. */
  List<RepoPath> statsOf(Did user) {
    List<RepoPath> paths = new ArrayList<>();
    for (RepositoryName name : indexes.directory().names(user, Optional.empty())) {
      RepoPath path = new ImageRepository(user, name).statsPath();
      // The directory also remembers what was deleted.
      if (repo.record(path).isPresent()) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** What scanners found; few holds have any, so all are looked at. */
  List<RepoPath> scansOf(Did user) {
    List<RepoPath> paths = new ArrayList<>();
    repo.forEach(
        Nsids.HOLD_SCAN,
        entry -> {
          if (entry.value().text("userDid").equals(Optional.of(user.value()))) {
            paths.add(entry.path());
          }
        });
    return paths;
  }

  /** What the captain said of the user. */
  List<RepoPath> crewOf(Did user) {
    List<RepoPath> paths = new ArrayList<>();
    repo.forEach(
        Nsids.HOLD_CREW,
        entry -> {
          if (entry.value().text("member").equals(Optional.of(user.value()))) {
            paths.add(entry.path());
          }
        });
    return paths;
  }

  /** One of them; empty if it has gone meanwhile. */
  Optional<RecordEntry> read(RepoPath path) {
    return repo.entry(path);
  }
}
