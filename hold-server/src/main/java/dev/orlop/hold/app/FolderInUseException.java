package dev.orlop.hold.app;

import java.nio.file.Path;

/** Another process runs on this folder. */
public final class FolderInUseException extends RuntimeException {
  /** Names the folder. */
  public FolderInUseException(Path folder) {
    super("another orlop runs on " + folder);
  }
}
