package dev.orlop.hold.store;

import dev.orlop.car.cid.Cid;
import java.util.Set;

/** Which blobs the account holds to whose repo a commit is drafted. */
@FunctionalInterface
public interface BlobsHeld {
  /** For a place where whoever takes blobs away is kept out by others: nothing is missing. */
  BlobsHeld ALL = blobs -> blobs;

  /** Those of them that it holds; it does so until what is drafted is written, or not. */
  Set<Cid> of(Set<Cid> blobs);
}
