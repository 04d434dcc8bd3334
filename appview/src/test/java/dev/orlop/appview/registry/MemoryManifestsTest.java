package dev.orlop.appview.registry;

import dev.orlop.atproto.syntax.Did;
import java.util.Map;

/** That the store of other tests does what a store does. */
class MemoryManifestsTest extends ManifestStoreContract {
  private final MemoryManifests store = new MemoryManifests();

  @Override
  protected ManifestStore store() {
    return store;
  }

  @Override
  protected Caller owner() {
    return Caller.account(Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa"), Map.of());
  }
}
