package dev.orlop.cli.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShutdownTest {
  /** Less than the patience of the hook, which would end it too. */
  private static final int GIVE_UP_SECONDS = 10;

  @Test
  @Timeout(GIVE_UP_SECONDS)
  void aProcessThatIsAskedToEndWaitsUntilAllIsClosedAndNoLonger() throws InterruptedException {
    Thread hook;
    try (Shutdown shutdown = new Shutdown()) {
      hook = Thread.ofPlatform().start(shutdown::holdOff);
      shutdown.await();
      assertTrue(hook.isAlive());
    }
    // The thread that closed it lives on, as the main thread does in System.exit.
    hook.join();
  }
}
