package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.Optional;

/**
 * Something about who an account is may have changed; who keeps it in mind asks again.
 *
 * @param handle that the account has by now, a hint
 */
public record IdentityEvent(long seq, Did did, Optional<Handle> handle, Datetime time)
    implements Event {
  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
