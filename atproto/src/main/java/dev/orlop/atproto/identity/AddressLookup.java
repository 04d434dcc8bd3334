package dev.orlop.atproto.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface AddressLookup {
  /** The system's own resolver, with its hosts file. */
  AddressLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * All addresses of {@code host}, at least one.
   *
   * @throws UnknownHostException when there is none or it cannot be found out
   */
  List<InetAddress> lookup(String host) throws UnknownHostException;
}
