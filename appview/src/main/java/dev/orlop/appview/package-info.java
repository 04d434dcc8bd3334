/**
 * The AppView: a front end through which container tools push and pull. It stores nothing of its
 * own; images lie in holds, and what names them in the repos of their owners.
 *
 * <p>Packages, each of which uses only those below it:
 *
 * <pre>
 * web       HTTP; with atproto.xrpc the only user of the web server
 * registry  the operations of a registry and the ports to where things really are; no HTTP
 * oci       the grammar of the OCI specifications; pure
 * </pre>
 */
@NullMarked
package dev.orlop.appview;

import org.jspecify.annotations.NullMarked;
