package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * How holds are called, and in whose name. Most let anybody read: those are read in nobody's name,
 * so that it works, and fast, whatever the caller's PDS does.
 */
public final class HoldCalls {
  private final Function<URI, XrpcClient.Builder> servers;
  private final ServiceTokens tokens;

  private final HoldHabits habits = new HoldHabits();

  /**
   * With service tokens of the callers.
   *
   * @param servers how a hold is called
   */
  public HoldCalls(Function<URI, XrpcClient.Builder> servers, ServiceTokens tokens) {
    this.servers = servers;
    this.tokens = tokens;
  }

  /** Calls in the name of {@code user}, or without one of nobody. */
  HoldClient client(Hold hold, Optional<Did> user) {
    return new HoldClient(hold, user, servers, tokens);
  }

  /** Writes in the name of {@code user}. */
  HoldUploads uploads(Hold hold, Did user) {
    return new HoldUploads(client(hold, Optional.of(user)), user, habits);
  }

  /** Reads: as somebody if that is enough, else in the caller's name if they have one. */
  <T> T read(Hold hold, Caller caller, Function<HoldReads, T> read) {
    if (caller.did().isEmpty()) {
      return read.apply(new HoldReads(client(hold, Optional.empty())));
    }
    if (!habits.isClosed(hold)) {
      try {
        return read.apply(new HoldReads(client(hold, Optional.empty())));
      } catch (OciException e) {
        if (e.error() != OciError.UNAUTHORIZED) {
          throw e;
        }
        habits.seenClosed(hold);
      }
    }
    return read.apply(new HoldReads(client(hold, caller.did())));
  }

  /**
   * Reads in the name of {@code user}, who is about to write: a hold keeps the blobs that it told a
   * writer of, though nothing names them yet.
   */
  <T> T readToWrite(Hold hold, Did user, Function<HoldReads, T> read) {
    return read.apply(new HoldReads(client(hold, Optional.of(user))));
  }
}
