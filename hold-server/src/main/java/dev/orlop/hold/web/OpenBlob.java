package dev.orlop.hold.web;

import dev.orlop.hold.blob.BlobLocation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A stretch of a blob while it is sent. What is open stays readable though the blob be deleted. */
sealed interface OpenBlob extends AutoCloseable {
  /** Writes all of it. */
  void copy(OutputStream out) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens a file; throws {@link NoSuchFileException} if it is gone. */
  static OpenBlob file(Path file, long first, long length) throws IOException {
    return new InFile(FileChannel.open(file, StandardOpenOption.READ), first, length);
  }

  /** Bytes that are at hand. */
  static OpenBlob memory(BlobLocation.InMemory blob, long first, long length) {
    return new InMemory(blob.bytes(), first, length);
  }

  /** Opens what another server has; throws {@link NoSuchFileException} if it is gone. */
  static OpenBlob remote(BlobLocation.Remote blob, long first, long length) throws IOException {
    return new Elsewhere(
        blob.open(first, length).orElseThrow(() -> new NoSuchFileException("a blob")));
  }

  /** A small blob. */
  record InMemory(byte[] bytes, long first, long length) implements OpenBlob {
    @Override
    public void copy(OutputStream out) throws IOException {
      out.write(bytes, Math.toIntExact(first), Math.toIntExact(length));
    }

    @Override
    public void close() {}
  }

  /** A file. */
  record InFile(FileChannel channel, long first, long length) implements OpenBlob {
    /**
     * The web server knows no way from file to socket but through memory; measured, smaller and
     * larger buffers are slower.
     */
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public void copy(OutputStream out) throws IOException {
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

  /** On another server: what is read is sent on, and no more than that is in memory. */
  record Elsewhere(InputStream body) implements OpenBlob {
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public void copy(OutputStream out) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      int read;
      while ((read = body.read(buffer)) > 0) {
        out.write(buffer, 0, read);
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
