package dev.orlop.hold.upload;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of an upload that alice has begun. */
abstract class WithUpload {
  @TempDir Path folder;
  UploadWorld world;
  String upload;

  @BeforeEach
  void begin() {
    world = new UploadWorld(folder);
    upload = world.begin();
  }
}
