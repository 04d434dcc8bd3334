package dev.orlop.hold.upload;

import dev.orlop.hold.blob.SentPart;
import java.util.Optional;

/** Where the bytes of one part go while they arrive; for one thread. */
interface PartWriter {
  /** Takes the next bytes; false when the upload was closed meanwhile. */
  boolean write(byte[] bytes, int length);

  /** The bytes taken so far. */
  long size();

  /** Makes the part count; empty when the upload was closed meanwhile. */
  Optional<SentPart> finish();

  /** Throws the bytes away; nothing happens after {@link #finish}. */
  void abandon();
}
