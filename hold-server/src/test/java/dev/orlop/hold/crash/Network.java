package dev.orlop.hold.crash;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.net.URI;
import java.time.Clock;

/** The network around a hold, which outlives it: a directory with accounts. */
final class Network implements AutoCloseable {
  /** The hold's own, which its public URL makes it. */
  static final Did HOLD = Did.parse("did:web:hold.example.com");

  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);

  /** An account with its key. */
  record Account(Did did, SigningKey key) {
    /** A token with which the account calls any method of the hold. */
    String token() {
      return new ServiceTokenMinter(Clock.systemUTC())
          .mint(key, did, HOLD.toString(), null, ServiceTokenMinter.DEFAULT_LIFE);
    }
  }

  URI plc() {
    return plc.url();
  }

  Account account(String handle) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    URI pds = URI.create("https://pds.example.com");
    return new Account(plc.create(Handle.parse(handle), key, pds), key);
  }

  @Override
  public void close() {
    plc.close();
  }
}
