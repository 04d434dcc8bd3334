package dev.orlop.appview.cache;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What it takes to remember.
 *
 * @param background runs what nobody waits for
 */
public record Memory(Cache cache, InstantSource clock, Executor background) {}
