@NullMarked
package dev.orlop.car;

import org.jspecify.annotations.NullMarked;
