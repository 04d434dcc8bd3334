/**
 * Wires a hold together by constructor, by hand, and starts and stops it. Imports everything, is
 * imported by nothing of this module.
 */
@NullMarked
package dev.orlop.hold.app;

import org.jspecify.annotations.NullMarked;
