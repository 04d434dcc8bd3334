package dev.orlop.hold.gc;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.file.FileBlobStore;
import java.nio.file.Path;

class FileGcRaceTest extends GcRaceContract {
  @Override
  BlobStore open(Path root) {
    return new FileBlobStore(root);
  }
}
