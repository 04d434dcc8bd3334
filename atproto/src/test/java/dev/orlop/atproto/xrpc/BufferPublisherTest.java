package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BufferPublisherTest {
  /** Asks for as much as it is told to, while it is handed something or at the beginning. */
  private static class Taker implements Flow.Subscriber<ByteBuffer> {
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    final long atOnce;
    @Nullable Subscription subscription;
    int completed;
    boolean failed;
    int depth;
    int deepest;

    Taker(long atOnce) {
      this.atOnce = atOnce;
    }

    void ask(long count) {
      if (subscription != null) {
        subscription.request(count);
      }
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      if (atOnce != 0) {
        ask(atOnce);
      }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      deepest = Math.max(deepest, ++depth);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      got.writeBytes(copy);
      if (atOnce == 1) {
        ask(1);
      }
      depth--;
    }

    @Override
    public void onError(Throwable error) {
      failed = true;
    }

    @Override
    public void onComplete() {
      completed++;
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void allBytesComeOnceInOrderHoweverManyAreAskedFor() {
    byte[] bytes = random(1_000_003);
    List<ByteBuffer> buffers = new ArrayList<>();
    int at = 0;
    for (int length : new int[] {0, 1, 300_000, 0, 262_144, 437_858, 0}) {
      buffers.add(ByteBuffer.wrap(bytes, at, length));
      at += length;
    }
    assertEquals(bytes.length, at);
    BufferPublisher publisher = new BufferPublisher(buffers);
    assertEquals(bytes.length, publisher.contentLength());
    for (long atOnce : new long[] {1, 2, Long.MAX_VALUE}) {
      Taker taker = new Taker(atOnce);
      publisher.subscribe(taker);
      while (taker.completed == 0) {
        taker.ask(1);
      }
      taker.ask(5);
      assertArrayEquals(bytes, taker.got.toByteArray());
      assertEquals(1, taker.completed);
      // Asking while being handed something does not pile up.
      assertEquals(1, taker.deepest);
    }
  }

  @Test
  void nothingIsCompleteAtOnce() {
    Taker taker = new Taker(0);
    new BufferPublisher(List.of()).subscribe(taker);
    assertEquals(1, taker.completed);
  }

  @Test
  void whoCancelsGetsNoMoreAndWhoAsksForNothingIsToldSo() {
    Taker taker = new Taker(0);
    new BufferPublisher(List.of(ByteBuffer.wrap(random(1_000_000)))).subscribe(taker);
    taker.ask(1);
    int before = taker.got.size();
    if (taker.subscription != null) {
      taker.subscription.cancel();
    }
    taker.ask(1);
    assertEquals(before, taker.got.size());

    Taker wrong = new Taker(-1);
    new BufferPublisher(List.of(ByteBuffer.wrap(random(10)))).subscribe(wrong);
    assertTrue(wrong.failed);
    wrong.ask(1);
    assertEquals(0, wrong.got.size());
    assertFalse(wrong.completed > 0);
  }
}
