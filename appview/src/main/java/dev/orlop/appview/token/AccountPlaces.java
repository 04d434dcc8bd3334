package dev.orlop.appview.token;

import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.net.URI;
import java.util.Optional;

/** Finds accounts of the network. */
@FunctionalInterface
public interface AccountPlaces {
  /**
   * The account of a name.
   *
   * @return empty if there is none
   * @throws OciException UNAVAILABLE if that cannot be found out
   */
  Optional<Place> find(AtIdentifier name);

  /**
   * An account.
   *
   * @param handle if it has one, verified both ways
   * @param pds the origin of the server where it signs in
   */
  record Place(Did did, Optional<Handle> handle, URI pds) {}
}
