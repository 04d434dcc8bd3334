@NullMarked
package dev.orlop.atproto;

import org.jspecify.annotations.NullMarked;
