package dev.orlop.hold.relay;

import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.hold.store.Claims;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks the relays to follow this server: when it has started, and when something is written after
 * they have not been asked for a while. One that does not answer is asked again later. Of several
 * processes of one server one asks.
 */
public final class Crawler implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Crawler.class.getName());

  /** Between two requests to the same relay. */
  static final Duration PAUSE = Duration.ofMinutes(20);

  /** Between two looks for news. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** Between a request that failed and the next. */
  static final Duration RETRY = Duration.ofMinutes(1);

  /** Longer than processes that start together, or hear of the same news, are apart. */
  private static final Duration CLAIM = RETRY.minusSeconds(10);

  private final RelayList list;
  private final String hostname;
  private final Function<URI, Relay> relays;
  private final LongSupplier lastSeq;
  private final Claims claims;
  private final InstantSource clock;
  private final Thread thread;

  /** When each relay may be asked again. Used by the thread alone. */
  private final Map<URI, Instant> due = new HashMap<>();

  /** Whether a relay did not answer when it was asked last. Used by the thread alone. */
  private boolean failed;

  /** Guarded by this. */
  private boolean wanted;

  private boolean closed;
  private volatile Instant quietUntil = Instant.MIN;

  /** The last event when it was looked for news. Used by the thread alone. */
  private long seen;

  /**
   * Begins; nobody is asked before {@link #started}.
   *
   * @param hostname of this server, without scheme or path
   * @param relays makes the way to a relay
   * @param lastSeq of the last event of this server
   * @param claims of which another process may have one, on a relay that it asks
   */
  public Crawler(
      RelayList list,
      String hostname,
      Function<URI, Relay> relays,
      LongSupplier lastSeq,
      Claims claims,
      InstantSource clock) {
    this.list = list;
    this.hostname = hostname;
    this.relays = relays;
    this.lastSeq = lastSeq;
    this.claims = claims;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("crawler").unstarted(this::run);
    thread.start();
  }

  /** The server can be followed from now on. */
  public void started() {
    want();
  }

  /** There is news. */
  void written() {
    if (clock.instant().isAfter(quietUntil)) {
      want();
    }
  }

  private synchronized void want() {
    wanted = true;
    notifyAll();
  }

  private void run() {
    try {
      while (awaitWish()) {
        quietUntil = clock.instant().plus(RETRY);
        seen = lastSeq.getAsLong();
        askAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until somebody is to be asked, perhaps again; false when this is closed. */
  private synchronized boolean awaitWish() throws InterruptedException {
    while (!wanted && !closed) {
      wait(LOOK.toMillis());
      boolean news = seen != 0 && lastSeq.getAsLong() != seen;
      wanted |= (failed || news) && !clock.instant().isBefore(quietUntil);
    }
    wanted = false;
    return !closed;
  }

  private void askAll() {
    Instant now = clock.instant();
    Instant earliest = now.plus(PAUSE);
    failed = false;
    for (URI relay : relays()) {
      Instant from = due.getOrDefault(relay, now);
      if (!now.isBefore(from)) {
        boolean asked = isAskedElsewhere(relay) || ask(relay);
        failed |= !asked;
        from = now.plus(asked ? PAUSE : RETRY);
        due.put(relay, from);
      }
      earliest = from.isBefore(earliest) ? from : earliest;
    }
    quietUntil = earliest;
  }

  private List<URI> relays() {
    try {
      return list.all();
    } catch (IOException | IllegalArgumentException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the list of relays cannot be read", e);
      return List.of();
    }
  }

  /** Whether another process asks it just now: it heard of the same news, or starts with us. */
  private boolean isAskedElsewhere(URI relay) {
    try {
      return !claims.take(name(relay), CLAIM);
    } catch (StoreFailedException | StoreBusyException _) {
      // Better twice than not at all.
      return false;
    }
  }

  private static String name(URI relay) {
    return "crawl " + relay;
  }

  private boolean ask(URI relay) {
    try {
      relays.apply(relay).requestCrawl(hostname);
      LOGGER.log(System.Logger.Level.INFO, "asked {0} to follow {1}", relay, hostname);
      return true;
    } catch (XrpcException | XrpcConnectionException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} cannot be asked to follow {1}: {2}",
          relay,
          hostname,
          e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
