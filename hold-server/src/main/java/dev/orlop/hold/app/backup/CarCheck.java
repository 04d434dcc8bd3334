package dev.orlop.hold.app.backup;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.car.CarLimits;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Verifies the repo in a file, as a stranger would, and that it has as many records as it should.
 */
final class CarCheck {
  private CarCheck() {}

  /**
   * Verifies it.
   *
   * @param records is shown each record
   * @throws ZipException if anything is wrong with it
   */
  static RepoReport verify(
      BackupContents.RepoLine repo, Path car, PublicKey key, RepoVerifier.RecordCheck records)
      throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car), 1 << 16)) {
      RepoReport report =
          RepoVerifier.verify(
              in, CarLimits.DEFAULT, Optional.of(repo.did()), Optional.of(key), records);
      if (!report.isValid()) {
        throw new ZipException(
            "the repo of " + repo.did() + " does not verify: " + report.faults().getFirst());
      }
      if (report.records() != repo.records()) {
        throw new ZipException("the repo of " + repo.did() + " is another than the list says");
      }
      return report;
    }
  }
}
