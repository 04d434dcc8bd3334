/**
 * What servers do by themselves, over and over.
 *
 * <p>Knows the JDK alone.
 */
@NullMarked
package dev.orlop.atproto.chore;

import org.jspecify.annotations.NullMarked;
