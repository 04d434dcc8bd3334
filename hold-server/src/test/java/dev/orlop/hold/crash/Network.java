package dev.orlop.hold.crash;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network around a hold, which outlives it: a directory with accounts. */
final class Network implements AutoCloseable {
  /** The hold's own, which its public URL makes it. */
  static final Did HOLD = Did.parse("did:web:hold.example.com");

  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);

  /** An account with its key. */
  record Account(Did did, SigningKey key) {
    /** A token with which the account calls any method of the hold. */
    String token() {
      return mint(null);
    }

    /** One with which it calls that method. */
    String token(Nsid method) {
      return mint(method);
    }

    private String mint(@Nullable Nsid method) {
      return new ServiceTokenMinter(Clock.systemUTC())
          .mint(key, did, HOLD.toString(), method, ServiceTokenMinter.DEFAULT_LIFE);
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

  /** The key with which an account's repo is signed, by its document. */
  PublicKey key(Did did) {
    return plc.find(did).flatMap(DidDocument::signingKey).orElseThrow();
  }

  /** Has an account's document say what its new server wants it to say. */
  void move(Account account, DataMap wanted) {
    PlcOperation last = plc.operations(account.did()).getLast();
    PlcState state = PlcState.parse(wanted);
    if (!state.equals(last.state())) {
      plc.submit(account.did(), PlcOperation.sign(state, Optional.of(last.cid()), account.key()));
    }
  }

  @Override
  public void close() {
    plc.close();
  }
}
