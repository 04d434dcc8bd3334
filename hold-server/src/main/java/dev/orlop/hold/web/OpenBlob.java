package dev.orlop.hold.web;

import dev.orlop.hold.blob.BlobLocation;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a blob while they are sent. What is open stays readable though it be deleted. */
sealed interface OpenBlob extends AutoCloseable {
  /** Writes {@code length} bytes from {@code first} on. */
  void copy(long first, long length, OutputStream out) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens a file; throws {@link java.nio.file.NoSuchFileException} if it is gone. */
  static OpenBlob file(Path file) throws IOException {
    return new InFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** Bytes that are at hand. */
  static OpenBlob memory(BlobLocation.InMemory blob) {
    return new InMemory(blob.bytes());
  }

  /** A small blob. */
  record InMemory(byte[] bytes) implements OpenBlob {
    @Override
    public void copy(long first, long length, OutputStream out) throws IOException {
      out.write(bytes, Math.toIntExact(first), Math.toIntExact(length));
    }

    @Override
    public void close() {}
  }

  /** A file. */
  record InFile(FileChannel channel) implements OpenBlob {
    /**
     * The web server knows no way from file to socket but through memory; measured, smaller and
     * larger buffers are slower.
     */
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public void copy(long first, long length, OutputStream out) throws IOException {
      byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, length)];
      long at = first;
      long end = first + length;
      while (at < end) {
        int wanted = (int) Math.min(buffer.length, end - at);
        int read = channel.read(ByteBuffer.wrap(buffer, 0, wanted), at);
        if (read < 0) {
          throw new EOFException("a stored blob is shorter than it was");
        }
        out.write(buffer, 0, read);
        at += read;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
