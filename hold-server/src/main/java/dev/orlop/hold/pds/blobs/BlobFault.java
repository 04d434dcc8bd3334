package dev.orlop.hold.pds.blobs;

import dev.orlop.car.cid.Cid;

/** What is wrong with a reference to a blob. */
public sealed interface BlobFault {
  /** The account has not uploaded it. */
  record Unknown(Cid cid) implements BlobFault {}

  /** It was uploaded as something else. */
  record WrongType(Cid cid, String stored, String referred) implements BlobFault {}

  /** It has another size, in bytes. */
  record WrongSize(Cid cid, long stored, long referred) implements BlobFault {}
}
