/**
 * What operators write, read into values: the kinds of values that settings of all servers have,
 * and one exception for everything that is wrong with them. Which settings there are, each server
 * says by itself.
 *
 * <p>Knows nothing of what is configured.
 */
@NullMarked
package dev.orlop.atproto.config;

import org.jspecify.annotations.NullMarked;
