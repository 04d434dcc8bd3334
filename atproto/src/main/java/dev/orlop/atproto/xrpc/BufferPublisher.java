package dev.orlop.atproto.xrpc;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body that is in memory, handed over as it lies there. The client's own publishers copy it into
 * buffers of 16 KiB, each of which is a call of the operating system.
 */
final class BufferPublisher implements BodyPublisher {
  private static final int SLICE_BYTES = 256 << 10;

  private final List<ByteBuffer> buffers;
  private final long length;

  BufferPublisher(List<ByteBuffer> buffers) {
    this.buffers = List.copyOf(buffers);
    this.length = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    Slices slices = new Slices(subscriber);
    subscriber.onSubscribe(slices);
    if (length == 0) {
      slices.complete();
    }
  }

  /** One sending. Asked for more while it hands something over, it goes on after that. */
  private final class Slices implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean over;
    private int buffer;
    private int offset;
    private long sent;

    Slices(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        over = true;
        subscriber.onError(new IllegalArgumentException("asked for " + count));
        return;
      }
      long before = wanted.getAndUpdate(now -> now > Long.MAX_VALUE - count ? now : now + count);
      if (before > 0) {
        // Whoever is at it goes on.
        return;
      }
      do {
        if (over) {
          return;
        }
        handOver();
      } while (wanted.decrementAndGet() > 0);
    }

    private void handOver() {
      while (offset == buffers.get(buffer).remaining()) {
        buffer++;
        offset = 0;
      }
      ByteBuffer from = buffers.get(buffer);
      int count = Math.min(SLICE_BYTES, from.remaining() - offset);
      ByteBuffer slice = from.slice(from.position() + offset, count).asReadOnlyBuffer();
      offset += count;
      sent += count;
      subscriber.onNext(slice);
      if (sent == length) {
        complete();
      }
    }

    void complete() {
      over = true;
      subscriber.onComplete();
    }

    @Override
    public void cancel() {
      over = true;
    }
  }
}
