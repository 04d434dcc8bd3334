package dev.orlop.atproto.auth;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verified service token says.
 *
 * @param issuer the account in whose name the call is made
 * @param audience the service it is meant for, as written
 * @param method the method it is meant for; absent in tokens of old software
 * @param expires when it ends
 * @param id the token's own name; absent in tokens of some software
 */
public record ServiceToken(
    Did issuer, String audience, Optional<Nsid> method, Instant expires, Optional<String> id) {}
