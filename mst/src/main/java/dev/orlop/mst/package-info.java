@NullMarked
package dev.orlop.mst;

import org.jspecify.annotations.NullMarked;
