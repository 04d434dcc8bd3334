package dev.orlop.hold.app;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.car.CarLimits;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoState;
import dev.orlop.mst.RepoVerifier;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Verifies a repo that was brought from elsewhere as a stranger would, by its export. */
final class CopyCheck {
  private CopyCheck() {}

  /**
   * Verifies it.
   *
   * @param head where it stood where it came from
   * @param records how many it had there
   * @param folder with room for the export
   * @throws StoreDamagedException if it is another here
   */
  static void check(Repo repo, RepoState head, PublicKey key, long records, Path folder)
      throws IOException {
    Path car = Files.createTempFile(folder, "copied-", ".car");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(car))) {
        repo.export(out);
      }
      RepoReport report;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(car), 1 << 16)) {
        report =
            RepoVerifier.verify(
                in,
                CarLimits.DEFAULT,
                Optional.of(head.did()),
                Optional.of(key),
                RepoVerifier.RecordCheck.NONE);
      }
      if (!report.isValid()) {
        throw broken(head, report.faults().getFirst().toString());
      }
      if (!report.cid().equals(Optional.of(head.commit())) || !repo.head().equals(head)) {
        throw broken(head, "its head is another");
      }
      if (report.records() != records) {
        throw broken(head, report.records() + " records of " + records);
      }
    } finally {
      Files.deleteIfExists(car);
    }
  }

  private static StoreDamagedException broken(RepoState head, String fault) {
    return new StoreDamagedException(
        "the repo of " + head.did() + " did not arrive as it was: " + fault);
  }
}
