package dev.orlop.hold.upload;

import java.util.Optional;
import java.util.OptionalLong;

/** An upload that takes the bytes of parts here. */
interface PartTaker {
  /** From which room is taken for them. */
  Account account();

  /** The bytes of all parts but this one, as far as is known. */
  long bytesBesides(int number);

  /**
   * Begins to take a part; empty if the upload is not open.
   *
   * @param announced how many bytes will come, if that is known
   */
  Optional<PartWriter> begin(int number, OptionalLong announced);
}
