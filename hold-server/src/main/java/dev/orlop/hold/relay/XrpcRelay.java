package dev.orlop.hold.relay;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A relay that is reached over the network. */
public final class XrpcRelay implements Relay {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String UNKNOWN_HOST = "HostNotFound";

  private final XrpcClient client;

  /** The relay at {@code address}. */
  public XrpcRelay(URI address) {
    this.client = XrpcClient.builder(address).answerTimeout(TIMEOUT).build();
  }

  @Override
  public void requestCrawl(String hostname) {
    client.procedure(Nsids.SYNC_REQUEST_CRAWL, DataMap.builder().put("hostname", hostname).build());
  }

  @Override
  public Optional<HostStatus> hostStatus(String hostname) {
    try {
      return Optional.of(
          HostStatus.of(
              client.query(Nsids.SYNC_GET_HOST_STATUS, XrpcQuery.of("hostname", hostname))));
    } catch (XrpcException e) {
      if (e.error().equals(UNKNOWN_HOST)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
