/**
 * The beginning of a hold: its folder, its configuration, its first captain.
 *
 * <p>Works on a folder directly, while no server runs on it.
 */
@NullMarked
package dev.orlop.cli.hold;

import org.jspecify.annotations.NullMarked;
