package dev.orlop.cli.arrangement;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.mst.CommitVerifier;
import dev.orlop.mst.CommitVerifier.Known;
import dev.orlop.mst.CommitVerifier.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the firehose of one replica, or of whichever one is behind an address: it comes back with
 * its cursor, and sees to it that each commit follows on the one before.
 */
final class Consumer implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final URI hold;
  private final PublicKey key;
  private final List<Long> seqs = new ArrayList<>();
  private final Thread thread;
  private Optional<Known> known = Optional.empty();
  private OptionalLong cursor = OptionalLong.of(0);
  private @Nullable Throwable failure;
  private volatile boolean closed;

  Consumer(URI hold, PublicKey key) {
    this.hold = hold;
    this.key = key;
    this.thread = Thread.ofVirtual().name("consumer").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        follow();
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    } catch (InterruptedException _) {
      // closed
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void follow() throws InterruptedException {
    try (FirehoseClient client = FirehoseClient.connect(hold, cursor)) {
      Optional<Frame> frame = client.next(SILENCE);
      while (frame.isPresent()) {
        if (frame.get() instanceof Event event) {
          see(event);
        }
        frame = client.next(SILENCE);
      }
    } catch (FirehoseException _) {
      // It comes back.
    }
  }

  private synchronized void see(Event event) {
    if (cursor.orElse(0) >= event.seq()) {
      throw new AssertionError(event.seq() + " after " + cursor);
    }
    cursor = OptionalLong.of(event.seq());
    seqs.add(event.seq());
    if (event instanceof CommitEvent commit) {
      Verdict verdict = CommitVerifier.verify(known, commit, key);
      if (verdict instanceof Verdict.Valid valid) {
        known = Optional.of(valid.next());
      } else {
        throw new AssertionError(hold + ": " + verdict);
      }
    }
    notifyAll();
  }

  private synchronized void fail(Throwable thrown) {
    failure = thrown;
    notifyAll();
  }

  /** Waits until it was told of a commit; returns the seqs of all that it was told. */
  synchronized List<Long> await(Tid rev) throws InterruptedException {
    while (failure == null && known.filter(at -> at.rev().compareTo(rev) >= 0).isEmpty()) {
      wait();
    }
    if (failure != null) {
      throw new AssertionError("the firehose of " + hold + " cannot be followed", failure);
    }
    return List.copyOf(seqs);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
