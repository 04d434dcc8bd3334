package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.disk.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** The signing keys of accounts, and those that were promised to accounts that are to come. */
public final class AccountKeys {
  /** Anybody may ask for a key to be kept, so there must be an end to it. */
  private static final int MAX_RESERVED = 1000;

  private final KeyStore store;
  private final Did own;
  private final SigningKey ownKey;

  /**
   * Keys in a store.
   *
   * @param own the server's own account, whose key is elsewhere
   */
  AccountKeys(KeyStore store, Did own, SigningKey ownKey) {
    this.store = store;
    this.own = own;
    this.ownKey = ownKey;
  }

  /** Keys in a folder. */
  public AccountKeys(Disk disk, Path folder, Did own, SigningKey ownKey) {
    this(new KeyFiles(disk, folder), own, ownKey);
  }

  /** The key of an account, as it is now; a failure if it cannot be read. */
  public SigningKey of(Did did) {
    return did.equals(own) ? ownKey : store.current(did);
  }

  /** The key with which the server changes the DIDs of its accounts; made when first needed. */
  public SigningKey rotation() {
    return store.rotation();
  }

  /** The same of the server whose keys are in a folder, for whoever prepares it. */
  public static SigningKey rotationIn(Path folder) {
    return new KeyFiles(Disk.REAL, folder).rotation();
  }

  /** The key of an account of the server whose keys are in a folder; empty if it is not there. */
  public static Optional<SigningKey> findIn(Path folder, Did did) {
    KeyFiles files = new KeyFiles(Disk.REAL, folder);
    return files.holds(did) ? Optional.of(files.current(did)) : Optional.empty();
  }

  /** Writes the key of a new account; it is durable when this returns. */
  void write(Did did, SigningKey key) {
    store.write(did, key);
  }

  /** Removes the keys of an account that is gone. */
  void remove(Did did) {
    store.remove(did);
  }

  /** Where they lie. */
  KeyStore store() {
    return store;
  }

  /**
   * A key for an account that is to come; for the same name the same again.
   *
   * @return empty if too many are reserved
   */
  public Optional<SigningKey> reserve(Optional<Did> did) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    String name = did.map(Did::toString).orElse(key.publicKey().didKey());
    return store.reserve(name, key, MAX_RESERVED);
  }

  /** The key that was reserved for a DID, or that is named by its {@code did:key}. */
  Optional<SigningKey> reserved(String name) {
    return store.reserved(name);
  }

  /** Forgets that a key was reserved. */
  void release(String name) {
    store.release(name);
  }

  static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
  }
}
