/**
 * The tree and the repo format, measured on the same work as the reference implementation: see
 * {@code bench/mst/reference.mjs}, and docs/performance.md for what came out.
 *
 * <p>JMH generates classes beside these; nothing else may use them.
 */
@NullMarked
package dev.orlop.bench.mst;

import org.jspecify.annotations.NullMarked;
