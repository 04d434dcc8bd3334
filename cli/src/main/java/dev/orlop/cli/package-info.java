@NullMarked
package dev.orlop.cli;

import org.jspecify.annotations.NullMarked;
