package dev.orlop.atproto.redis;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The server, asked in a hurry: a question has an answer within about a second, if need be another
 * one than the server's. Safe for many threads.
 */
public final class Redis implements AutoCloseable {
  /** How long a connection may take to be made, and each read of an answer. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  /** How long a question may take in all, with writing it. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** How long a question may wait for others to be done. */
  private static final Duration TURN = Duration.ofMillis(100);

  /** So long after it was out of reach, one question finds out whether it still is. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int MAX_CONNECTIONS = 32;

  private final RedisAddress address;
  private final ConnectionPool pool;
  private final Health reach;
  private final Health writes;
  private final ScheduledThreadPoolExecutor watch;

  /** Connects when it is first asked. */
  public Redis(RedisAddress address) {
    this(address, PAUSE);
  }

  /**
   * The same.
   *
   * @param pause after which it is asked again once it was out of reach
   */
  public Redis(RedisAddress address, Duration pause) {
    this.address = address;
    this.pool = pool(address);
    this.reach =
        new Health(
            "the shared cache " + address + " is out of reach, so this process goes on alone",
            "the shared cache " + address + " is in use again",
            pause);
    this.writes =
        new Health(
            "the shared cache " + address + " takes nothing new",
            "the shared cache " + address + " takes what is new again",
            Duration.ZERO);
    this.watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("redis-watch").factory());
    watch.setRemoveOnCancelPolicy(true);
  }

  private static ConnectionPool pool(RedisAddress address) {
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) PATIENCE.toMillis())
            .socketTimeoutMillis((int) PATIENCE.toMillis())
            // The older of its languages, which servers of all versions speak.
            .protocol(RedisProtocol.RESP2)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(address.database());
    address.user().ifPresent(client::user);
    address.password().ifPresent(client::password);
    if (address.tls()) {
      client.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
    }
    ConnectionPoolConfig many = new ConnectionPoolConfig();
    many.setMaxTotal(MAX_CONNECTIONS);
    many.setMaxIdle(MAX_CONNECTIONS);
    many.setMaxWait(TURN);
    many.setJmxEnabled(false);
    many.setTestWhileIdle(false);
    many.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    return new ConnectionPool(
        new HostAndPort(address.host(), address.port()), client.build(), many);
  }

  /** Where it is. */
  public RedisAddress address() {
    return address;
  }

  /** What the server answers; if it is out of reach, what {@code otherwise} says. */
  public <T> T ask(Function<RedisLink, T> question, Supplier<T> otherwise) {
    return answer(question, otherwise, false);
  }

  /** The same for what writes: also if it takes nothing new. */
  public <T> T tell(Function<RedisLink, T> question, Supplier<T> otherwise) {
    return answer(question, otherwise, true);
  }

  /**
   * What the server answers.
   *
   * @throws RedisException if it is out of reach, or refuses
   */
  public <T> T require(Function<RedisLink, T> question) throws RedisException {
    try {
      return tried(question);
    } catch (RuntimeException e) {
      throw new RedisException("the shared cache " + address + " is out of reach: " + reason(e));
    }
  }

  private <T> T answer(Function<RedisLink, T> question, Supplier<T> otherwise, boolean writing) {
    if (!reach.isWorthATry()) {
      return otherwise.get();
    }
    @Nullable T answer = null;
    try {
      answer = tried(question);
      reach.works();
      if (writing) {
        writes.works();
      }
    } catch (RuntimeException e) {
      note(e, writing);
    }
    return answer == null ? otherwise.get() : answer;
  }

  /** What it means that a question had no answer. */
  private void note(RuntimeException e, boolean writing) {
    if (e.getCause() instanceof NoSuchElementException) {
      return; // All connections are in use; whoever uses them will find out why.
    }
    boolean refused =
        e instanceof JedisDataException && !(e instanceof JedisAccessControlException);
    if (refused && writing) {
      reach.works();
      writes.fails(reason(e));
    } else {
      reach.fails(reason(e));
      pool.clear();
    }
  }

  private static String reason(RuntimeException e) {
    return switch (e) {
      case JedisDataException refusal -> "it says " + RedisLink.word(refusal);
      case JedisConnectionException _ when timedOut(e) -> "it does not answer";
      case JedisConnectionException _ when e.getCause() instanceof SSLException ->
          "no TLS, or not with a certificate for its name that is trusted here";
      case JedisConnectionException _ -> "no connection";
      default -> e.getClass().getSimpleName();
    };
  }

  /** A connection that lay idle may be gone without that meaning anything: a new one is tried. */
  private <T> T tried(Function<RedisLink, T> question) {
    try {
      return once(question);
    } catch (JedisConnectionException e) {
      if (timedOut(e)) {
        throw e;
      }
      pool.clear();
      return once(question);
    }
  }

  private static boolean timedOut(RuntimeException e) {
    return e.getCause() instanceof SocketTimeoutException;
  }

  private <T> T once(Function<RedisLink, T> question) {
    try (Connection connection = pool.getResource()) {
      ScheduledFuture<?> end =
          watch.schedule(() -> close(connection), DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return question.apply(new RedisLink(connection));
      } finally {
        end.cancel(false);
      }
    }
  }

  private static void close(Connection connection) {
    try {
      connection.forceDisconnect();
    } catch (IOException _) {
      // It was closed already.
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    pool.close();
  }
}
