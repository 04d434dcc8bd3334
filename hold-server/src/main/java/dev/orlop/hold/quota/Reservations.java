package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;

/**
 * Blobs that somebody brought and that no record of theirs names yet. Of several processes that
 * serve one hold each must see those of the others. Safe for use by several threads.
 */
public interface Reservations extends AutoCloseable {
  /** Nobody's. */
  Reservations NONE =
      new Reservations() {
        @Override
        public void keep(Did account, StoredBlob blob) {}

        @Override
        public void release(Did account, Digest digest) {}

        @Override
        public long bytes(Did account) {
          return 0;
        }

        @Override
        public void close() {}
      };

  /**
   * An account has brought a blob. It stays reserved until a record of the account names it, or its
   * lease is over; a blob that a record names already is not reserved. Does not throw: the blob is
   * there.
   */
  void keep(Did account, StoredBlob blob);

  /** An account has given up a blob. A restart may reserve it again, until its lease is over. */
  void release(Did account, Digest digest);

  /** The bytes of an account's blobs that are reserved now, each counted once. */
  long bytes(Did account);

  @Override
  void close();
}
