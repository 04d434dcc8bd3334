package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of the firehose, through all lives: it comes back with its cursor, and sees each
 * commit of each repo once, in order, each following on the one before.
 */
final class Follower {
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final int MAX_RETURNS = 20;

  private final Function<Did, PublicKey> keys;
  private final Map<Did, Followed> accounts = new HashMap<>();
  private long cursor;
  private @Nullable Thread thread;
  private @Nullable Throwable failure;

  /**
   * One who knows nobody yet.
   *
   * @param keys of accounts, as the network has them
   */
  Follower(Function<Did, PublicKey> keys) {
    this.keys = keys;
  }

  /** Follows a life, until it ends. */
  void follow(int port) throws InterruptedException {
    Thread before = thread;
    if (before != null) {
      before.join();
    }
    CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    thread = Thread.ofVirtual().name("follower").start(() -> run(port, connected));
    connected.join();
  }

  /** Comes back when it is cut off, as long as there is somebody to come back to. */
  private void run(int port, CompletableFuture<@Nullable Void> connected) {
    try {
      String ended = followOnce(port, connected);
      for (int again = 0; isThere(port); again++) {
        assertTrue(again < MAX_RETURNS, ended);
        System.out.println("the firehose is followed anew: " + ended);
        ended = followOnce(port, connected);
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      connected.complete(null);
    }
  }

  private String followOnce(int port, CompletableFuture<@Nullable Void> connected)
      throws InterruptedException {
    try (FirehoseClient client =
        FirehoseClient.connect(URI.create("http://127.0.0.1:" + port), OptionalLong.of(cursor))) {
      connected.complete(null);
      Optional<Frame> frame = client.next(SILENCE);
      while (frame.isPresent()) {
        see(assertInstanceOf(Event.class, frame.get()));
        frame = client.next(SILENCE);
      }
      return "the stream was ended";
    } catch (FirehoseException e) {
      return e.toString();
    }
  }

  private static boolean isThere(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private synchronized void see(Event event) {
    assertTrue(event.seq() > cursor, () -> event.seq() + " after " + cursor);
    Followed account = account(event.did());
    switch (event) {
      case CommitEvent commit -> account.see(commit, keys.apply(commit.did()));
      case SyncEvent sync -> account.see(sync, keys.apply(sync.did()));
      case AccountEvent status -> account.see(status);
      case IdentityEvent _ -> {
        // Whoever needs an identity looks it up.
      }
    }
    cursor = event.seq();
    notifyAll();
  }

  private Followed account(Did did) {
    return accounts.computeIfAbsent(did, _ -> new Followed());
  }

  private synchronized void fail(Throwable thrown) {
    failure = thrown;
    notifyAll();
  }

  /** Waits until it knows of a commit of the hold's own, and so of all that came before. */
  synchronized void await(Tid rev) throws InterruptedException {
    while (failure == null
        && account(Network.HOLD).rev().filter(at -> at.compareTo(rev) >= 0).isEmpty()) {
      wait();
    }
    if (failure != null) {
      throw new AssertionError("the firehose cannot be followed", failure);
    }
  }

  /** Where a repo stands, as far as that was told without a gap. */
  synchronized Optional<Tid> rev(Did did) {
    return account(did).rev();
  }

  /** Whether an account is served, or why not. */
  synchronized Optional<String> status(Did did) {
    return account(did).status();
  }

  /** How often an account began to be served, or to rest. */
  synchronized long changes(Did did) {
    return account(did).changes();
  }

  /** Of the repo's next commit it may be told only that it was made: it may be too large. */
  synchronized void mayLeap(Did did) {
    account(did).mayLeap();
  }
}
