package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.OciLayoutWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;

/** One content on its way into a layout. */
final class BlobDownload {
  private final ImageHold hold;
  private final OciLayoutWriter writer;
  private final Did owner;
  private final Descriptor descriptor;
  private final Optional<String> repository;
  private final Path partial;

  BlobDownload(
      ImageHold hold,
      OciLayoutWriter writer,
      Did owner,
      Descriptor descriptor,
      Optional<String> repository) {
    this.hold = hold;
    this.writer = writer;
    this.owner = owner;
    this.descriptor = descriptor;
    this.repository = repository;
    this.partial = writer.partialPath(descriptor.digest());
  }

  /**
   * Downloads unless it is there; gives the bytes received; empty if none were needed.
   *
   * @throws dev.orlop.cli.oci.OciFormatException if the hold gave other content
   */
  OptionalLong run(TransferListener listener) throws IOException {
    if (PullEngine.isComplete(writer.blobPath(descriptor.digest()), descriptor)) {
      listener.moved(descriptor.size());
      return OptionalLong.empty();
    }
    long before = Files.exists(partial) ? Files.size(partial) : 0;
    if (before > descriptor.size()) {
      Files.delete(partial);
      before = 0;
    }
    Outcome outcome = attempt(before, listener);
    if (!outcome.matches() && before > 0) {
      // What an earlier run left may have been the fault.
      listener.moved(-descriptor.size());
      outcome = attempt(0, listener);
    }
    if (!outcome.matches()) {
      Files.deleteIfExists(partial);
      throw PullEngine.wrongContent(descriptor);
    }
    writer.publish(descriptor.digest());
    return outcome.received();
  }

  private record Outcome(boolean matches, OptionalLong received) {}

  private Outcome attempt(long offset, TransferListener listener) throws IOException {
    MessageDigest hash = descriptor.digest().algorithm().newMessageDigest();
    if (offset > 0 && offset == descriptor.size()) {
      Hashing.update(hash, partial);
      listener.moved(offset);
      return new Outcome(matches(hash), OptionalLong.empty());
    }
    long received = 0;
    try (ImageHold.Body body = hold.open(owner, descriptor.digest(), repository, offset);
        FileChannel file =
            FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (body.offset() != 0 && body.offset() != offset) {
        throw new IOException(
            "the hold sends from byte %d, asked for %d".formatted(body.offset(), offset));
      }
      if (body.offset() > 0) {
        Hashing.update(hash, partial);
        listener.moved(body.offset());
      }
      file.truncate(body.offset()).position(body.offset());
      long left = descriptor.size() - body.offset();
      byte[] buffer = new byte[Hashing.BUFFER_BYTES];
      for (int n = body.stream().read(buffer); n >= 0; n = body.stream().read(buffer)) {
        left -= n;
        if (left < 0) {
          return new Outcome(false, OptionalLong.of(received));
        }
        hash.update(buffer, 0, n);
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n);
        while (chunk.hasRemaining()) {
          file.write(chunk);
        }
        received += n;
        listener.moved(n);
      }
      if (left > 0) {
        throw new IOException("the download of " + descriptor.digest() + " ended early");
      }
      file.force(true);
    }
    return new Outcome(matches(hash), OptionalLong.of(received));
  }

  private boolean matches(MessageDigest hash) {
    return MessageDigest.isEqual(hash.digest(), descriptor.digest().bytes());
  }
}
