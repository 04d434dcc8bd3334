@NullMarked
package dev.orlop.lexicons;

import org.jspecify.annotations.NullMarked;
