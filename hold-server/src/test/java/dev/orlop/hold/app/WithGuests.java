package dev.orlop.hold.app;

import dev.orlop.hold.disk.CrashHook;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hold on which anybody may have an account, and whose process may end at any step. */
abstract class WithGuests {
  private static final Map<String, String> OPEN =
      Map.of("ORLOP_ACCOUNTS_ENABLED", "true", "ORLOP_ACCOUNTS_INVITES", "false");

  @TempDir Path folder;
  RunningHold hold;
  Guests guests;

  @BeforeEach
  void start() {
    Map<String, String> all = new HashMap<>(OPEN);
    all.putAll(place());
    hold = Guests.openHold(folder, all);
    guests = new Guests(hold);
  }

  /** Where it is kept, as in the environment. */
  Map<String, String> place() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    CrashHook.unhook();
    hold.close();
  }

  final void restart() {
    CrashHook.unhook();
    hold.restart(OPEN);
  }
}
