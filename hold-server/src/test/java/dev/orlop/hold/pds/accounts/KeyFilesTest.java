package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;

class KeyFilesTest extends KeyStoreContract {
  private KeyStore files;

  @BeforeEach
  void open() throws IOException {
    files = new KeyFiles(Disk.REAL, Files.createDirectories(folder.resolve("keys")));
    Files.createDirectories(folder.resolve("other"));
  }

  /** A folder is one process's alone. */
  @Override
  KeyStore store() {
    return files;
  }
}
