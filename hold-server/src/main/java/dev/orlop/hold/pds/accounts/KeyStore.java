package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import java.util.List;
import java.util.Optional;

/**
 * Where the keys of accounts lie: in files ({@link KeyFiles}), or in a table ({@link KeyRows}).
 * What a call changes is durable when it returns.
 *
 * <p>Of an account whose key is exchanged there are up to three: the one that is to come, before
 * anybody is told of it; its key; and the one that was, while the network knows of the next one and
 * has not been told all.
 */
interface KeyStore {
  /**
   * An account's key, as it is now wherever it was written.
   *
   * @throws RuntimeException if there is none, or it cannot be read
   */
  SigningKey current(Did did);

  /** Whether an account has a key. */
  boolean holds(Did did);

  /** Writes the key of a new account, over what a creation that was cut off left. */
  void write(Did did, SigningKey key);

  /** Removes all keys of an account. */
  void remove(Did did);

  /** The key with which the server changes the DIDs of its accounts; made when first needed. */
  SigningKey rotation();

  /** Whose keys are being exchanged. */
  List<Did> changing();

  /** The key that is to come. */
  Optional<SigningKey> next(Did did);

  /** The key that was. */
  Optional<SigningKey> before(Did did);

  /** Makes the key that is to come; the one that is there, should somebody have made one. */
  SigningKey makeNext(Did did);

  /** Puts the key that is to come, if there is one, in the place of the key, which is kept. */
  void exchange(Did did);

  /** Nothing of an exchange is left to be done, or it is given up. */
  void forgetChange(Did did);

  /**
   * Keeps a key under a name, unless one is there.
   *
   * @param most how many may be kept
   * @return the one that is there then; empty if there are too many
   */
  Optional<SigningKey> reserve(String name, SigningKey key, int most);

  /** What is kept under a name. */
  Optional<SigningKey> reserved(String name);

  /** Keeps it no longer. */
  void release(String name);

  /** All keys, for another store. */
  List<KeyCopy> all();

  /** Takes over a key of another store. */
  void put(KeyCopy copy);

  /** Removes all keys. */
  void clear();
}
