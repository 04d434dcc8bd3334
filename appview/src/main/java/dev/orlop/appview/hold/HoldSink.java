package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.BlobSink;
import dev.orlop.car.cid.Digest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way to a hold: gathered into parts, each sent while the next is gathered; or whole,
 * where it is no larger than a part and nothing was begun.
 */
final class HoldSink implements BlobSink {
  private static final Logger LOG = System.getLogger(HoldSink.class.getName());

  /**
   * Parts on their way at once; the next is gathered meanwhile. A hold on a file system appends
   * what comes in order, and would have to copy the rest.
   */
  private static final int WIDTH = 1;

  /** A part that takes longer comes from a hold that hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HoldUploads uploads;
  private final Optional<Digest> expected;
  private final PartMemory memory;
  private final Semaphore slots = new Semaphore(WIDTH);
  private final SortedMap<Integer, String> etags = new ConcurrentSkipListMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Set<Thread> senders = ConcurrentHashMap.newKeySet();
  private PartBuffer filling;
  private Optional<String> id = Optional.empty();
  private int parts;
  private boolean complete;

  /**
   * For one blob.
   *
   * @param expected its digest, if it is known already
   */
  HoldSink(HoldUploads uploads, Optional<Digest> expected, PartMemory memory) {
    this.uploads = uploads;
    this.expected = expected;
    this.memory = memory;
    this.filling = new PartBuffer(memory);
  }

  /** Begins an upload at the hold, unless that is done. */
  String begin() {
    if (id.isEmpty()) {
      id = Optional.of(uploads.initiate(expected));
    }
    return id.get();
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at += filling.put(buffer, at, end - at);
      if (filling.isFull()) {
        send();
      }
    }
  }

  @Override
  public void complete(Digest digest) {
    if (id.isEmpty() && uploads.putWhole(digest, filling.upload())) {
      filling.release();
      complete = true;
      return;
    }
    String upload = begin();
    if (!filling.isEmpty() || parts == 0) {
      send();
    }
    await(WIDTH);
    slots.release(WIDTH);
    requireNoFailure();
    uploads.complete(upload, digest, new TreeMap<>(etags));
    complete = true;
  }

  @Override
  public void abort() {
    if (complete) {
      return;
    }
    senders.forEach(Thread::interrupt);
    filling.release();
    try {
      await(WIDTH);
      id.ifPresent(uploads::abort);
    } catch (RuntimeException e) {
      // It ends there by itself after a while.
      LOG.log(Level.INFO, "an upload stays at the hold {0}: {1}", uploads.hold(), e.getMessage());
    }
  }

  private void send() {
    String upload = begin();
    await(1);
    PartBuffer part = filling;
    filling = new PartBuffer(memory);
    int number = ++parts;
    Thread sender =
        Thread.ofVirtual().name("part-" + number).unstarted(() -> send(upload, number, part));
    senders.add(sender);
    sender.start();
    requireNoFailure();
  }

  private void send(String upload, int number, PartBuffer part) {
    try {
      if (failure.get() == null) {
        etags.put(number, uploads.put(upload, number, part.upload()));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      part.release();
      senders.remove(Thread.currentThread());
      slots.release();
    }
  }

  private void await(int permits) {
    try {
      if (slots.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw HoldFaults.unavailable(uploads.hold());
  }

  /** The same failure may come out again; it is never the only word of it. */
  private void requireNoFailure() {
    RuntimeException thrown = failure.get();
    if (thrown instanceof OciException refusal) {
      throw refusal;
    }
    if (thrown != null) {
      throw new IllegalStateException("a part could not be sent", thrown);
    }
  }
}
