package dev.orlop.cli.remote;

import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.NetworkPolicy;
import java.net.URI;

/**
 * A hold that was found, and in whose name it is spoken to.
 *
 * @param client for its methods
 * @param names handles into DIDs
 * @param policy what may be fetched: more is allowed of a hold on this machine
 * @param plcDirectory where its network keeps did:plc
 * @param whenDone stops what was started for this session
 */
public record HoldSession(
    HoldClient client,
    AccountNames names,
    NetworkPolicy policy,
    URI plcDirectory,
    Runnable whenDone)
    implements AutoCloseable {
  /** The hold's DID document, asked for where its DID says. */
  public DidDocument document() {
    return HoldIdentities.document(client.did(), policy, plcDirectory);
  }

  @Override
  public void close() {
    whenDone.run();
  }
}
