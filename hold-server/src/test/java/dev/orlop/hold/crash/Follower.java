package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.mst.CommitVerifier;
import dev.orlop.mst.CommitVerifier.Known;
import dev.orlop.mst.CommitVerifier.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of the firehose, through all lives: it comes back with its cursor, and sees each
 * commit once, in order, each following on the one before.
 */
final class Follower {
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private long cursor;
  private Optional<Known> known = Optional.empty();
  private @Nullable Thread thread;
  private @Nullable Throwable failure;

  /** Follows a life, until it ends. */
  void follow(int port, PublicKey key) throws InterruptedException {
    Thread before = thread;
    if (before != null) {
      before.join();
    }
    CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    thread = Thread.ofVirtual().name("follower").start(() -> run(port, key, connected));
    connected.join();
  }

  private void run(int port, PublicKey key, CompletableFuture<@Nullable Void> connected) {
    try (HttpClient http = HttpClient.newHttpClient();
        FirehoseClient client =
            FirehoseClient.connect(
                http, URI.create("http://127.0.0.1:" + port), OptionalLong.of(cursor))) {
      connected.complete(null);
      Optional<Frame> frame = client.next(SILENCE);
      while (frame.isPresent()) {
        see(assertInstanceOf(Event.class, frame.get()), key);
        frame = client.next(SILENCE);
      }
    } catch (FirehoseException e) {
      // The life has ended.
      connected.complete(null);
    } catch (Throwable e) {
      fail(e);
      connected.complete(null);
    }
  }

  private synchronized void see(Event event, PublicKey key) {
    assertTrue(event.seq() > cursor, () -> event.seq() + " after " + cursor);
    switch (event) {
      case CommitEvent commit -> {
        Verdict verdict = CommitVerifier.verify(known, commit, key);
        known = Optional.of(assertInstanceOf(Verdict.Valid.class, verdict).next());
      }
      case SyncEvent sync ->
          known.ifPresent(last -> assertEquals(last.rev(), sync.rev(), "a commit was not told"));
      default -> {
        // Says nothing of commits.
      }
    }
    cursor = event.seq();
    notifyAll();
  }

  private synchronized void fail(Throwable thrown) {
    failure = thrown;
    notifyAll();
  }

  /** Waits until it knows of a commit. */
  synchronized void await(Tid rev) throws InterruptedException {
    while (failure == null && known.filter(at -> at.rev().compareTo(rev) >= 0).isEmpty()) {
      wait();
    }
    if (failure != null) {
      throw new AssertionError("the firehose cannot be followed", failure);
    }
  }
}
