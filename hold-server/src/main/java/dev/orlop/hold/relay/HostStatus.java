package dev.orlop.hold.relay;

import dev.orlop.car.cbor.DataMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a relay says of a host that it follows (com.atproto.sync.getHostStatus).
 *
 * @param status such as {@code active}, {@code idle}, {@code offline}, {@code throttled}, {@code
 *     banned}
 * @param seq of the last event that it took from the host
 * @param accountCount how many accounts of the host it knows
 */
public record HostStatus(Optional<String> status, OptionalLong seq, OptionalLong accountCount) {
  /** Of an answer. */
  static HostStatus of(DataMap answer) {
    return new HostStatus(
        answer.text("status"), answer.integer("seq"), answer.integer("accountCount"));
  }
}
