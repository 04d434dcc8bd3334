package dev.orlop.atproto.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * A private key in a file of its own: one line, {@code k256:} or {@code p256:} and 64 hex digits.
 */
public final class KeyFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int MAX_BYTES = 256;

  private KeyFile() {}

  /**
   * Writes a key into a new file that only its owner may read, from its first moment on. When this
   * returns the key is on disk, since what it signs cannot be continued with another; when it fails
   * there is no file. A process that is killed meanwhile leaves the whole key or none: there would
   * be no going on with a part of one. For one writer of a file at a time.
   *
   * @throws IOException if the file is there already, or cannot be written
   */
  public static void write(Path file, SigningKey key) throws IOException {
    String line =
        prefix(key.type()) + HexFormat.of().formatHex(key.secretBytes()) + System.lineSeparator();
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    FileChannel created = FileChannel.open(unfinished, options, OWNER_ONLY);
    try (FileChannel channel = created) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    try (FileChannel names = FileChannel.open(file.toAbsolutePath().getParent())) {
      names.force(true);
    }
  }

  /** Where a key is until it is whole; a process that was killed may have left something there. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /**
   * Reads a key.
   *
   * @throws InvalidKeyException if the file holds none; the message does not quote it
   * @throws IOException if it cannot be read
   */
  public static SigningKey read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new InvalidKeyException(file + " is no key file");
    }
    // A byte that is not ASCII becomes a character that no prefix and no hex has.
    String line = new String(bytes, StandardCharsets.US_ASCII).strip();
    for (KeyType type : KeyType.values()) {
      String prefix = prefix(type);
      if (line.startsWith(prefix)) {
        return parse(file, type, line.substring(prefix.length()));
      }
    }
    throw new InvalidKeyException(file + " is no key file");
  }

  private static SigningKey parse(Path file, KeyType type, String hex) {
    try {
      return SigningKey.fromBytes(type, HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException _) {
      // Its message may quote the digits, so it is not passed on, not even as a cause.
      throw new InvalidKeyException(
          file + " holds a key that is not 32 bytes of hex, or too large");
    }
  }

  private static String prefix(KeyType type) {
    return switch (type) {
      case K256 -> "k256:";
      case P256 -> "p256:";
    };
  }
}
