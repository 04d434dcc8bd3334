package dev.orlop.hold.pds.accounts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSignInTest extends SignInContract {
  @TempDir Path folder;

  @Override
  AccountWorld open() {
    return AccountWorld.inFolder(folder);
  }
}
