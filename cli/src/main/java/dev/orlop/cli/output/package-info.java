/**
 * What commands print: aligned tables or JSON on stdout, progress on stderr.
 *
 * <p>The JSON of a command is an interface: fields are added, never renamed or removed. Text that
 * came from outside is stripped of control characters before it reaches a terminal.
 */
@NullMarked
package dev.orlop.cli.output;

import org.jspecify.annotations.NullMarked;
