package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * What the network is told.
 *
 * @param lastSeq of the last event
 * @param tellAgain says again where an account stands, or all; gives how many that were
 */
public record Telling(LongSupplier lastSeq, ToIntFunction<Optional<Did>> tellAgain) {}
