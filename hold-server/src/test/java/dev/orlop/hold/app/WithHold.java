package dev.orlop.hold.app;

import dev.orlop.hold.app.RunningHold.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a public hold of their own, whose captain is alice. */
abstract class WithHold {
  @TempDir Path folder;
  RunningHold hold;
  BlobCalls blobs;
  Account alice;

  @BeforeEach
  void start() throws IOException {
    hold = open();
    blobs = new BlobCalls(hold);
    alice = hold.account("alice.test");
    hold.appoint(alice, true, false);
  }

  RunningHold open() {
    return new RunningHold(folder, settings());
  }

  /** As in the environment. */
  Map<String, String> settings() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    hold.close();
  }
}
