package dev.orlop.hold.app;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.HoldTable;
import dev.orlop.hold.store.sql.RepoTable;
import dev.orlop.mst.Commit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The hold's own signing key: a file in the folder of each of its processes. A database says which
 * key it is, so that a process with another one does not sign the repo with it.
 */
final class OwnKey {
  private OwnKey() {}

  /** The key in the folder; made if there is none. */
  static SigningKey readOrMake(HoldConfig config) throws IOException {
    if (!Files.exists(config.signingKey())) {
      Files.createDirectories(config.keys());
      KeyFile.write(config.signingKey(), SigningKey.generate(KeyType.K256));
    }
    return KeyFile.read(config.signingKey());
  }

  /**
   * The key in the folder, which is the one of the hold in the database; the hold begins with it if
   * there is none.
   *
   * @throws ConfigException if it is another, or the hold is another
   */
  static SigningKey require(HoldConfig config, Did own, Database database) throws IOException {
    HoldTable holds = new HoldTable(database);
    Optional<HoldTable.Hold> known = holds.find();
    if (known.isPresent()) {
      return require(config, own, database, known.get());
    }
    RepoTable repos = new RepoTable(database);
    if (repos.holds(own)) {
      requireSigned(config, own, repos);
    } else if (!repos.heads(Optional.empty(), 1).isEmpty()) {
      throw new ConfigException(
          List.of(
              "the database at %s has repos, and none of %s: set public-url to what it was, or"
                      .formatted(database.place(), own)
                  + " database.url to a database of this hold's own"));
    }
    SigningKey key = readOrMake(config);
    // Of several that begin at once one is first, and the others hear of it here.
    return require(
        config, own, database, holds.claim(new HoldTable.Hold(own, key.publicKey().didKey())));
  }

  private static SigningKey require(
      HoldConfig config, Did own, Database database, HoldTable.Hold hold) throws IOException {
    if (!hold.did().equals(own)) {
      throw new ConfigException(
          List.of(
              "the database at %s is of the hold %s, and this one is %s: set public-url to what it"
                      .formatted(database.place(), hold.did(), own)
                  + " is there, or database.url to a database of this hold's own"));
    }
    Path file = config.signingKey();
    if (!Files.exists(file)) {
      throw new ConfigException(
          List.of(
              "there is no %s, and the hold in the database at %s has the key %s: copy keys/ from a"
                      .formatted(file, database.place(), hold.signingKey())
                  + " folder of this hold, or from its backup"));
    }
    SigningKey key = KeyFile.read(file);
    if (key.publicKey().didKey().equals(hold.signingKey())) {
      return key;
    }
    Path next = next(config);
    if (Files.exists(next) && KeyFile.read(next).publicKey().didKey().equals(hold.signingKey())) {
      // An exchange was cut off behind its last step but one.
      adopt(config);
      return KeyFile.read(file);
    }
    throw new ConfigException(
        List.of(
            "%s is %s, and the hold in the database at %s has the key %s: copy keys/ from a folder"
                    .formatted(file, key.publicKey().didKey(), database.place(), hold.signingKey())
                + " of this hold that has it. To exchange the key, stop all processes of the hold"
                + " and run: orlop key rotate"));
  }

  /** Of a database that an older version made, which did not write down whose it is. */
  private static void requireSigned(HoldConfig config, Did own, RepoTable repos)
      throws IOException {
    boolean signed =
        Files.exists(config.signingKey())
            && repos
                .repo(own)
                .head()
                .map(head -> Commit.decode(repos.repo(own).require(head.commit())))
                .filter(head -> verifies(config, head))
                .isPresent();
    if (!signed) {
      throw new ConfigException(
          List.of(
              "the repo of %s in the database is not signed with %s: copy keys/ from the folder"
                      .formatted(own, config.signingKey())
                  + " of this hold that has the key"));
    }
  }

  private static boolean verifies(HoldConfig config, Commit head) {
    try {
      return head.verify(KeyFile.read(config.signingKey()).publicKey());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where the key lies that is to come, until all that knows of the old one knows of it. */
  static Path next(HoldConfig config) {
    return config.signingKey().resolveSibling("signing.key.new");
  }

  /** Puts the key that was to come in its place. */
  static void adopt(HoldConfig config) throws IOException {
    Files.move(next(config), config.signingKey(), ATOMIC_MOVE, REPLACE_EXISTING);
    try (FileChannel names = FileChannel.open(config.signingKey().toAbsolutePath().getParent())) {
      names.force(true);
    }
  }
}
