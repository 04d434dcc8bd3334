package dev.orlop.hold.pds.accounts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract; what is a file's own is in {@link FileAccountLogTest}. */
class FileAccountLogContractTest extends AccountLogContract {
  @TempDir Path folder;

  @Override
  AccountWorld open() {
    return AccountWorld.inFolder(folder, 2000);
  }
}
