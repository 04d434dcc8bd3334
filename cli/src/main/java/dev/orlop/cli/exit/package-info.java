/**
 * How a command ends: the exit codes, and the one place that turns an exception into a code and
 * three lines for a reader: what failed, why, and what to try.
 */
@NullMarked
package dev.orlop.cli.exit;

import org.jspecify.annotations.NullMarked;
