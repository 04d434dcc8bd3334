package dev.orlop.hold.app;

import dev.orlop.atproto.auth.UsedTokens;
import java.time.InstantSource;

class MemoryUsedTokensTest extends UsedTokensContract {
  @Override
  UsedTokens open(InstantSource time) {
    return UsedTokens.inMemory(time);
  }
}
