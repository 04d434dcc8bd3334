package dev.orlop.atproto.firehose;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages that have come and are not taken yet. Asks for more only while they are few. */
final class FrameInbox implements WebSocket.Listener {
  private static final int MAX_WAITING_BYTES = 4 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<byte[]> waiting = new ArrayDeque<>();

  /** The beginning of a message that comes in parts. */
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();

  private int waitingBytes;
  private boolean paused;
  private boolean ended;
  private long heardNanos = System.nanoTime();
  private @Nullable WebSocket socket;
  private @Nullable FirehoseException failure;

  Optional<byte[]> take(Duration silence) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended && failure == null) {
        long left = silence.toNanos() - (System.nanoTime() - heardNanos);
        if (left <= 0) {
          throw new FirehoseException("nothing came for " + silence.toSeconds() + " seconds");
        }
        boolean unused = news.await(left, TimeUnit.NANOSECONDS);
      }
      byte[] message = waiting.poll();
      if (message != null) {
        waitingBytes -= message.length;
        resume();
        return Optional.of(message);
      }
      if (failure != null) {
        throw failure;
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void resume() {
    if (paused && waitingBytes <= MAX_WAITING_BYTES / 2 && socket != null) {
      paused = false;
      // What was held back says nothing of how long the server has been silent.
      heardNanos = System.nanoTime();
      socket.request(1);
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(FirehoseException e) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = e;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void heard(WebSocket from) {
    lock.lock();
    try {
      socket = from;
      heardNanos = System.nanoTime();
      if (waitingBytes > MAX_WAITING_BYTES) {
        paused = true;
      } else {
        from.request(1);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onOpen(WebSocket from) {
    heard(from);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    if (part.size() + data.remaining() > Frame.MAX_BYTES) {
      fail(new FirehoseException("a message of more than " + Frame.MAX_BYTES + " bytes"));
      from.abort();
      return null;
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    if (!last || part.size() > 0) {
      part.writeBytes(bytes);
    }
    if (last) {
      add(part.size() > 0 ? part.toByteArray() : bytes);
      part.reset();
    }
    heard(from);
    return null;
  }

  private void add(byte[] message) {
    lock.lock();
    try {
      waiting.add(message);
      waitingBytes += message.length;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    fail(new FirehoseException("text in a stream of frames"));
    from.abort();
    return null;
  }

  /** The answer is sent by the JDK. */
  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    end();
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    fail(new FirehoseException("the stream broke off", error));
  }
}
