package dev.orlop.cli.devnet;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.accounts.AccountKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a devnet. */
public final class DevnetFolder {
  /** Who lives here, the captain of the hold first. */
  public static final List<Handle> HANDLES =
      List.of(Handle.parse("alice.test"), Handle.parse("bob.test"));

  private static final String STATE = "devnet.json";
  private static final int MAX_STATE_BYTES = 1 << 20;

  private final Path root;

  /** The devnet in {@code root}, which need not exist. */
  public DevnetFolder(Path root) {
    this.root = root;
  }

  /** Whether a devnet was started here once. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(STATE));
  }

  /** The folder of the hold. */
  public Path hold() {
    return root.resolve("hold");
  }

  /** The folder of the AppView. */
  Path appView() {
    return root.resolve("appview");
  }

  /** The operations on DIDs. */
  Path operations() {
    return root.resolve("plc.jsonl");
  }

  private Path holdKeys() {
    return hold().resolve("keys");
  }

  /** The accounts, made at the first start; the directory knows them when this returns. */
  List<DevnetAccount> accounts(DevnetDirectory plc, URI pds) throws IOException {
    Files.createDirectories(accountsFolder());
    Files.createDirectories(holdKeys());
    SigningKey rotation = AccountKeys.rotationIn(holdKeys());
    List<DevnetAccount> accounts = new ArrayList<>();
    for (Handle handle : HANDLES) {
      Path didFile = file(handle, "did");
      if (!Files.exists(didFile)) {
        create(handle, didFile, plc, rotation, pds);
      }
      if (!Files.exists(file(handle, "password"))) {
        replace(file(handle, "password"), Passwords.random() + "\n");
      }
      DevnetAccount account = read(handle);
      plc.complete(account, rotation, pds);
      accounts.add(account);
    }
    return accounts;
  }

  /** The accounts as an earlier start made them. */
  public List<DevnetAccount> accounts() throws IOException {
    List<DevnetAccount> accounts = new ArrayList<>();
    for (Handle handle : HANDLES) {
      accounts.add(read(handle));
    }
    return accounts;
  }

  private void create(
      Handle handle, Path didFile, DevnetDirectory plc, SigningKey rotation, URI pds)
      throws IOException {
    // The DID is written last: a start that was cut off before is done over, with the same key.
    Path keyFile = file(handle, "key");
    if (!Files.exists(keyFile)) {
      KeyFile.write(keyFile, SigningKey.generate(KeyType.K256));
    }
    replace(didFile, plc.create(handle, KeyFile.read(keyFile), rotation, pds) + "\n");
  }

  private DevnetAccount read(Handle handle) throws IOException {
    Did did = Did.parse(Files.readString(file(handle, "did")).strip());
    // The hold may have given it another key since.
    Optional<SigningKey> held = AccountKeys.findIn(holdKeys(), did);
    SigningKey key = held.isPresent() ? held.get() : KeyFile.read(file(handle, "key"));
    return new DevnetAccount(handle, did, key, password(handle));
  }

  /** Empty in a folder that an older version made, until the next start. */
  private String password(Handle handle) throws IOException {
    Path file = file(handle, "password");
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }

  /** Where things were at the last start; empty if there was none. */
  public Optional<DevnetState> state() throws IOException {
    Path file = root.resolve(STATE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_STATE_BYTES) {
      throw new IOException(file + " is too large");
    }
    return Optional.of(DevnetState.parse(Files.readAllBytes(file)));
  }

  /** Notes where things are. */
  public void write(DevnetState state) throws IOException {
    replace(root.resolve(STATE), state.toJson());
  }

  /** Replaces a file so that a reader sees the old or the new text, never half of it. */
  static void replace(Path file, String text) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temp, text);
    Files.move(temp, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private Path accountsFolder() {
    return root.resolve("accounts");
  }

  private Path file(Handle handle, String kind) {
    return accountsFolder().resolve(handle + "." + kind);
  }
}
