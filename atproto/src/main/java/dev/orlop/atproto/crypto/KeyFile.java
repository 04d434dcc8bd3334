package dev.orlop.atproto.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Writes a key into a new file that only its owner may read, from its first moment on.
   *
   * @throws IOException if the file is there already, or cannot be written
   */
  public static void write(Path file, SigningKey key) throws IOException {
    String line =
        prefix(key.type()) + HexFormat.of().formatHex(key.secretBytes()) + System.lineSeparator();
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, OWNER_ONLY)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Reads a key.
   *
   * @throws InvalidKeyException if the file holds none; the message does not quote it
   * @throws IOException if it cannot be read
   */
  public static SigningKey read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new InvalidKeyException(file + " is no key file");
    }
    String line = Files.readString(file, StandardCharsets.US_ASCII).strip();
    for (KeyType type : KeyType.values()) {
      String prefix = prefix(type);
      if (line.startsWith(prefix)) {
        try {
          return SigningKey.fromBytes(
              type, HexFormat.of().parseHex(line.substring(prefix.length())));
        } catch (IllegalArgumentException e) {
          throw new InvalidKeyException(file + " holds a key that is not 32 bytes of hex");
        }
      }
    }
    throw new InvalidKeyException(file + " is no key file");
  }

  private static String prefix(KeyType type) {
    return switch (type) {
      case K256 -> "k256:";
      case P256 -> "p256:";
    };
  }
}
