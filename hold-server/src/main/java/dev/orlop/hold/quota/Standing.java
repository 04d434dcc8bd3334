package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.layers.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an account stands.
 *
 * @param used what its records name
 * @param reserved bytes of blobs that it brought and no record of its names yet
 * @param tier that it has; empty for the captain, and where there are none
 * @param limit in bytes; empty if there is none
 */
public record Standing(
    Did account, Usage used, long reserved, Optional<String> tier, OptionalLong limit) {
  private static final int WARN_PERCENT = 80;

  /** Bytes that it may still use; {@link Long#MAX_VALUE} without a limit. */
  public long room() {
    return limit.isPresent() ? limit.getAsLong() - used.bytes() - reserved : Long.MAX_VALUE;
  }

  /** Whether records may be written that name so many bytes more. */
  public boolean allows(long more) {
    return limit.isEmpty() || more <= limit.getAsLong() - used.bytes();
  }

  /** A sentence for whoever uses nearly all that they may, or all. */
  public Optional<String> warning() {
    if (limit.isEmpty() || limit.getAsLong() == 0) {
      return Optional.empty();
    }
    double share = 100.0 * (used.bytes() + reserved) / limit.getAsLong();
    return share < WARN_PERCENT
        ? Optional.empty()
        : Optional.of((long) share + " % of the quota is used: " + numbers());
  }

  /** A sentence for whoever asked for more. */
  public String refusal(long more) {
    return "the quota does not allow "
        + ByteSize.format(more)
        + " more: "
        + numbers()
        + " is used; delete images, or ask the hold's captain for another tier";
  }

  private String numbers() {
    String coming = reserved > 0 ? " and " + ByteSize.format(reserved) + " on their way" : "";
    return ByteSize.format(used.bytes())
        + coming
        + " of "
        + limit.stream().mapToObj(ByteSize::format).findFirst().orElse("any number")
        + tier.map(name -> " (tier " + name + ")").orElse("");
  }
}
