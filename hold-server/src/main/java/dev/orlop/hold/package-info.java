@NullMarked
package dev.orlop.hold;

import org.jspecify.annotations.NullMarked;
