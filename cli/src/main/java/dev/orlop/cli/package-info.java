/**
 * The {@code orlop} command.
 *
 * <p>{@link dev.orlop.cli.Main} is the entry; {@link dev.orlop.cli.Orlop} builds the command tree.
 * A command parses its arguments, calls one service and prints the result: what it computes lives
 * in the packages below or in the hold.
 *
 * <ul>
 *   <li>{@code exit}: exit codes and the one mapper from exceptions to them
 *   <li>{@code output}: tables, JSON, progress
 *   <li>{@code oci}: OCI image layouts on disk
 *   <li>{@code remote}: a hold over XRPC, and how a command finds its hold
 *   <li>{@code transfer}: push and pull
 *   <li>{@code retention}: what a hold need not keep; pure
 *   <li>{@code devnet}: a whole small network in one process
 *   <li>{@code command}: the commands
 * </ul>
 *
 * <p>Data goes to stdout; progress, logs and problems go to stderr.
 */
@NullMarked
package dev.orlop.cli;

import org.jspecify.annotations.NullMarked;
