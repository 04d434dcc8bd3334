package dev.orlop.atproto.identity;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * How accounts and servers are found.
 *
 * @param policy where DIDs and handles may lead
 * @param plcDirectory where did:plc is looked up
 * @param nameServers for handles; empty for those of the system
 * @param localHandlePort where names that mean this machine are asked for their DIDs, if {@code
 *     policy} knows them
 */
public record Lookups(
    NetworkPolicy policy,
    URI plcDirectory,
    List<InetSocketAddress> nameServers,
    int localHandlePort) {
  private static final int HTTP_PORT = 80;

  /** In the public network, as everybody finds them. */
  public static final Lookups PUBLIC =
      new Lookups(
          NetworkPolicy.PUBLIC_ONLY, NetworkDidResolver.PUBLIC_DIRECTORY, List.of(), HTTP_PORT);

  /** Copies the list. */
  public Lookups {
    nameServers = List.copyOf(nameServers);
  }
}
