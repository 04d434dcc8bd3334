/**
 * What operators write, read into values: where settings are looked for, the kinds of values that
 * settings of all servers have, and one exception for everything that is wrong with them. Which
 * settings there are, each server says by itself.
 *
 * <p>Knows nothing of what is configured, but for how others are found, which all servers are told.
 */
@NullMarked
package dev.orlop.atproto.config;

import org.jspecify.annotations.NullMarked;
