@NullMarked
package dev.orlop.bench;

import org.jspecify.annotations.NullMarked;
