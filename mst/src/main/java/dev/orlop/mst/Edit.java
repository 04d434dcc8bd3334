package dev.orlop.mst;

import dev.orlop.car.cid.Cid;

/** One change to a tree. */
public sealed interface Edit {
  /** The key that changes. */
  byte[] key();

  /** Sets the value of a key, whether it is there or not. */
  record Put(byte[] key, Cid value) implements Edit {
    /** With the key as text. */
    public Put(String key, Cid value) {
      this(MstKey.of(key), value);
    }
  }

  /** Takes a key out; nothing happens if it is not there. */
  record Delete(byte[] key) implements Edit {
    /** With the key as text. */
    public Delete(String key) {
      this(MstKey.of(key));
    }
  }
}
