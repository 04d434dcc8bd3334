/** How costs grow with what a hold holds. */
@NullMarked
package dev.orlop.bench.scale;

import org.jspecify.annotations.NullMarked;
