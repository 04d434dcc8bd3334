package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;

/** Port: handles and DIDs of those who own repositories. */
public interface Owners {
  /**
   * The account that a name in a URL means.
   *
   * @throws OciException NAME_UNKNOWN if there is none, UNAVAILABLE if that cannot be found out
   */
  Did did(AtIdentifier owner);

  /** The name to show for an account: its handle, or the DID if it has none. */
  AtIdentifier shown(Did owner);
}
