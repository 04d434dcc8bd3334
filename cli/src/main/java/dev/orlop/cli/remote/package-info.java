/**
 * A hold over XRPC, and how a command finds it and proves who is asking.
 *
 * <p>Terms. A <em>place</em> is where the user says the hold is: an address, or the folder of a
 * hold or of a devnet. A <em>session</em> is the hold found there, with credentials.
 *
 * <p>Tricky bit: a service token names its audience. We never take the audience from what a server
 * says about itself, or a server could have tokens minted that are good for another hold.
 */
@NullMarked
package dev.orlop.cli.remote;

import org.jspecify.annotations.NullMarked;
