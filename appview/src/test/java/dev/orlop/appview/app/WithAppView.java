package dev.orlop.appview.app;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole AppView as it is configured and started, before a real hold that is also the PDS. */
abstract class WithAppView {
  @TempDir Path folder;
  LiveAppView appView;

  @BeforeEach
  void start() {
    appView = new LiveAppView(folder);
  }

  @AfterEach
  void stop() {
    appView.close();
  }
}
