package dev.orlop.hold.app;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.web.HoldIdentity;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Work on a hold's folder that needs it to itself. */
public final class Maintenance {
  private Maintenance() {}

  /**
   * Makes the index anew from the repo logs.
   *
   * @return whose repos were read
   * @throws FolderInUseException if a server has the folder
   */
  public static List<Did> rebuildIndex(HoldConfig config, InstantSource clock) throws IOException {
    MovedRepos.requireFolder(config);
    try (FolderLock _ = FolderLock.take(config.folder());
        RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos repos =
            new Repos(config.repos(), index, Repos.Settings.DEFAULT, clock, (_, _) -> {})) {
      Did own =
          HoldIdentity.of(config.publicUrl(), KeyFile.read(config.signingKey()).publicKey()).did();
      repos.rebuildIndex(own);
      return List.of(own);
    }
  }
}
