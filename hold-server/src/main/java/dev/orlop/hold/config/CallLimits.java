package dev.orlop.hold.config;

import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.hold.pds.WriteLimits;
import java.util.Optional;

/**
 * How often somebody may call.
 *
 * @param shared where several processes count together
 * @param connectionsOfAddress how many may be open at once; zero for no limit
 */
public record CallLimits(
    WriteLimits writes, Optional<RedisAddress> shared, int connectionsOfAddress) {}
