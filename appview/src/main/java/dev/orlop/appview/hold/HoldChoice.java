package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.util.List;

/** Says which hold is the right one. */
public interface HoldChoice {
  /**
   * Where an account's images go.
   *
   * @throws OciException if it has chosen none and there is no other, UNAVAILABLE if that cannot be
   *     found out
   */
  Hold forPush(Did owner);

  /**
   * Where a blob of a repository may be, the likeliest first.
   *
   * @throws OciException UNAVAILABLE if that cannot be found out
   */
  List<Hold> forPull(Repository repository, Digest digest);

  /**
   * The hold that a record names, its successors followed.
   *
   * @throws OciException if it cannot be found
   */
  Hold named(HoldRef hold);
}
