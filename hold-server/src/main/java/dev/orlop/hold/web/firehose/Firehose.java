package dev.orlop.hold.web.firehose;

import dev.orlop.atproto.xrpc.ClientAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FirehoseSettings;
import dev.orlop.lexicons.Nsids;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets subscribers in. */
public final class Firehose implements Http1Upgrader, AutoCloseable {
  private static final String PATH = "/xrpc/" + Nsids.SYNC_SUBSCRIBE_REPOS;

  private final EventLog log;
  private final Times times;
  private final TrustedProxies proxies;
  private final Subscribers subscribers;

  /** A firehose of a log. */
  public Firehose(EventLog log, FirehoseSettings settings, Times times, TrustedProxies proxies) {
    this.log = log;
    this.proxies = proxies;
    this.times = times;
    this.subscribers = new Subscribers(settings, times);
  }

  /** Answers those who come without a WebSocket, or find no place. */
  public void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.SYNC_SUBSCRIBE_REPOS, Firehose::refuse);
  }

  private static void refuse(XrpcCall call) {
    if (Handshake.answer(call.request().headers()).isPresent()) {
      throw XrpcError.RATE_LIMIT_EXCEEDED.exception("Too many subscribers");
    }
    call.header(HeaderNames.UPGRADE, "websocket");
    throw XrpcError.UPGRADE_REQUIRED.exception();
  }

  @Override
  public String supportedProtocol() {
    return "websocket";
  }

  /** Null leaves the request to the routing. */
  @Override
  public @Nullable ServerConnection upgrade(
      ConnectionContext connection, HttpPrologue prologue, WritableHeaders<?> headers) {
    if (!PATH.equals(prologue.uriPath().path())) {
      return null;
    }
    Optional<byte[]> answer = Handshake.answer(headers);
    if (answer.isEmpty()) {
      return null;
    }
    Optional<Subscribers.Place> place =
        subscribers.enter(ClientAddress.of(connection.remotePeer(), headers, proxies));
    if (place.isEmpty()) {
      return null;
    }
    try {
      // Before the answer: who has it misses nothing that comes after it.
      Cursor.Start start = Cursor.of(prologue.query().first("cursor").asOptional()).in(log);
      connection.dataWriter().writeNow(BufferData.create(answer.get()));
      return new Subscriber(connection, log, start, times, subscribers, place.get());
    } catch (RuntimeException e) {
      place.get().close();
      throw e;
    }
  }

  /** How many subscribers there are. */
  public int subscribers() {
    return subscribers.count();
  }

  /** Lets nobody in any more, and sends those away who are in. */
  @Override
  public void close() {
    subscribers.close();
  }
}
