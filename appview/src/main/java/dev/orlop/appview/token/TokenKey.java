package dev.orlop.appview.token;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key that registry tokens are signed with. */
public final class TokenKey {
  private static final String FILE = "token.key";

  private TokenKey() {}

  /**
   * The key in a folder; made at the first start, for its owner's eyes alone. Whoever has it can
   * make tokens of this registry. Without it, the tokens that are out end five minutes early.
   *
   * @throws IOException if it cannot be read or written
   */
  public static SigningKey open(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      KeyFile.write(file, SigningKey.generate(KeyType.P256));
    }
    SigningKey key = KeyFile.read(file);
    if (key.type() != KeyType.P256) {
      throw new IOException(file + " holds a key for other signatures than ES256");
    }
    return key;
  }
}
