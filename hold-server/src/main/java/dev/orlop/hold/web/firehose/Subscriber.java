package dev.orlop.hold.web.firehose;

import dev.orlop.atproto.firehose.ErrorFrame;
import dev.orlop.atproto.firehose.InfoFrame;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.EventReader;
import dev.orlop.hold.events.Read;
import dev.orlop.hold.store.StoreFailedException;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection to which events go. */
final class Subscriber implements ServerConnection {
  private static final System.Logger LOGGER = System.getLogger(Subscriber.class.getName());

  private final ConnectionContext connection;
  private final EventLog log;
  private final Cursor.Start start;
  private final Times times;
  private final Subscribers all;
  private final Subscribers.Place place;
  private final Sending out;
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean leaving;
  private volatile @Nullable Thread sender;

  Subscriber(
      ConnectionContext connection,
      EventLog log,
      Cursor.Start start,
      Times times,
      Subscribers all,
      Subscribers.Place place) {
    this.connection = connection;
    this.log = log;
    this.start = start;
    this.times = times;
    this.all = all;
    this.place = place;
    this.out = new Sending(connection.dataWriter());
  }

  /** Reads what the client sends, while another thread writes. */
  @Override
  public void handle(Limit limit) {
    all.add(this);
    try {
      sender = Thread.ofVirtual().name("subscriber").start(this::send);
      receive();
    } catch (RuntimeException e) {
      // The client is gone, or was cut off.
      LOGGER.log(System.Logger.Level.DEBUG, "a subscriber ended", e);
    } finally {
      leaving = true;
      wakeSender();
      all.remove(this);
      place.close();
    }
  }

  private void receive() {
    Receiving in = new Receiving(connection.dataReader());
    while (true) {
      Receiving.Came came = in.next();
      heardNanos = System.nanoTime();
      switch (came) {
        case Receiving.Came.Ping(byte[] payload) -> out.pong(payload);
        case Receiving.Came.Other _ -> {
          // It is there, and that is all there is to know.
        }
        case Receiving.Came.Close _ -> {
          out.close(Opcode.NORMAL, "");
          return;
        }
        case Receiving.Came.Wrong(int code, String reason) -> {
          out.close(code, reason);
          return;
        }
      }
    }
  }

  private void send() {
    try {
      switch (start) {
        case Cursor.Start.From(long seq, Optional<InfoFrame> info) -> {
          info.ifPresent(frame -> out.message(frame.encode()));
          follow(seq);
        }
        case Cursor.Start.Refused(ErrorFrame error) -> end(error);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts but to end.
      Thread.currentThread().interrupt();
    } catch (StoreFailedException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a subscriber is left alone", e);
      out.close(Opcode.UNEXPECTED, "the log of events cannot be read");
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a subscriber is gone", e);
    } finally {
      cut();
    }
  }

  private void follow(long from) throws InterruptedException {
    long pinged = System.nanoTime();
    try (EventReader reader = log.read(from)) {
      while (!leaving) {
        switch (reader.read()) {
          case Read.Messages(var parts) -> out.messages(parts);
          case Read.UpToDate _ -> {
            long left = times.ping().toNanos() - (System.nanoTime() - pinged);
            if (left > 0) {
              reader.await(Duration.ofNanos(left));
            }
          }
          case Read.FellBehind _ -> {
            end(
                new ErrorFrame(
                    ErrorFrame.CONSUMER_TOO_SLOW, Optional.of("Stream consumer too slow")));
            return;
          }
        }
        if (System.nanoTime() - pinged >= times.ping().toNanos()) {
          out.ping();
          pinged = System.nanoTime();
        }
      }
    }
    out.close(Opcode.GOING_AWAY, "");
  }

  private void end(ErrorFrame error) {
    out.message(error.encode());
    out.close(Opcode.POLICY, error.error());
  }

  /** How long a write has been blocked. */
  long blockedNanos() {
    return out.blockedNanos();
  }

  /** How long nothing was heard of the client. */
  long silentNanos() {
    return System.nanoTime() - heardNanos;
  }

  /** Ends the connection at once: whoever reads or writes is thrown out. */
  void cut() {
    try {
      connection.serverSocket().close();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "closing a subscriber's socket", e);
    }
  }

  /** Ends the connection in order. */
  void goAway() {
    leaving = true;
    wakeSender();
  }

  /** Waits until nothing more is sent. */
  void awaitGone(Duration most) throws InterruptedException {
    Thread sending = sender;
    if (sending != null) {
      boolean unused = sending.join(most);
    }
  }

  private void wakeSender() {
    Thread waiting = sender;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /** We look after that ourselves: the server counts only what is received. */
  @Override
  public Duration idleTime() {
    return Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    if (interrupt) {
      cut();
    } else {
      goAway();
    }
  }
}
