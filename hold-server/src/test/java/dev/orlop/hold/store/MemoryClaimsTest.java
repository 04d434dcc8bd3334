package dev.orlop.hold.store;

import java.time.InstantSource;

class MemoryClaimsTest extends ClaimsContract {
  private final Claims claims = new MemoryClaims(InstantSource.system());

  @Override
  protected Claims here() {
    return claims;
  }

  @Override
  protected Claims there() {
    return claims;
  }
}
