/**
 * A whole small network in one process on 127.0.0.1: a directory of DIDs, two accounts, a hold, an
 * AppView.
 *
 * <p>Everything lives in one folder, so that a second start finds the same identities and data:
 *
 * <pre>
 * devnet.json              where things are; the same JSON as the ready file
 * accounts/alice.test.did  the account's DID
 * accounts/alice.test.key  its first signing key; the hold has the one of now
 * accounts/alice.test.password  its password
 * plc.jsonl                what was done to DIDs, a line each
 * hold/                    the folder of the hold
 * appview/                 the key of the AppView's tokens
 * </pre>
 *
 * <p>Made for trying things out: keys lie in the open, and nothing listens beyond this machine.
 */
@NullMarked
package dev.orlop.cli.devnet;

import org.jspecify.annotations.NullMarked;
