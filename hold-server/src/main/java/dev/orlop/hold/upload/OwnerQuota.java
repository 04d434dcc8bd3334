package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.quota.Quotas;

/** The quota of one owner, as uploads ask for it. */
record OwnerQuota(Quotas quotas, Did owner) {
  /** How many bytes all open uploads together may hold, beside what is used and reserved. */
  long room() {
    return quotas.room(owner);
  }

  /** Why so many bytes are too many. */
  String refusal(long bytes) {
    return quotas.standing(owner).refusal(bytes);
  }

  void keep(StoredBlob blob) {
    quotas.reservations().keep(owner, blob);
  }
}
