package dev.orlop.cli.transfer;

import dev.orlop.atproto.xrpc.XrpcUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** Part of a file, to be sent. */
record FileSection(Path file, long offset, long length) {
  /** As a body; {@code sent} hears how many bytes were read, and their negative when begun anew. */
  XrpcUpload upload(LongConsumer sent) {
    Counter counter = new Counter(sent);
    return XrpcUpload.of("application/octet-stream", length, () -> open(counter));
  }

  private InputStream open(Counter counter) {
    counter.restart();
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
      return new Section(Channels.newInputStream(channel), length, counter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Counter {
    private final LongConsumer sent;
    private long count;

    Counter(LongConsumer sent) {
      this.sent = sent;
    }

    synchronized void add(long bytes) {
      count += bytes;
      sent.accept(bytes);
    }

    synchronized void restart() {
      sent.accept(-count);
      count = 0;
    }
  }

  /** Ends after the section; fails if the file does earlier. */
  private static final class Section extends FilterInputStream {
    private final Counter counter;
    private long left;

    Section(InputStream in, long left, Counter counter) {
      super(in);
      this.left = left;
      this.counter = counter;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(buffer, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      left -= n;
      counter.add(n);
      return n;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(left, in.available());
    }

    @Override
    public long skip(long n) {
      return 0; // nothing that sends a body skips
    }
  }
}
