/**
 * The commands: each class names its options, calls one service and prints.
 *
 * <p>Nested groups ({@code orlop crew add}) are small classes of their own. A command throws {@link
 * dev.orlop.cli.exit.CommandFailure} or lets an exception pass; it never prints an error itself nor
 * calls {@code System.exit}.
 */
@NullMarked
package dev.orlop.cli.command;

import org.jspecify.annotations.NullMarked;
