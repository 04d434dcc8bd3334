package dev.orlop.cli.devnet;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;

/** An account of a devnet, with its key and its password. */
public record DevnetAccount(Handle handle, Did did, SigningKey key, String password) {
  @Override
  public String toString() {
    return "DevnetAccount[" + handle + ", " + did + "]";
  }
}
