package dev.orlop.appview.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stream that is asked for when it is first read: a client that waits for {@code 100 Continue} is
 * told to send its body by that, and not before it is known whether the body is wanted.
 */
final class LazyInput extends InputStream {
  private final Supplier<InputStream> source;
  private Optional<InputStream> in = Optional.empty();

  LazyInput(Supplier<InputStream> source) {
    this.source = source;
  }

  private InputStream in() {
    if (in.isEmpty()) {
      in = Optional.of(source.get());
    }
    return in.get();
  }

  @Override
  public int read() throws IOException {
    return in().read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in().read(buffer, offset, length);
  }
}
