/**
 * The AppView: a front end through which container tools push and pull. It stores nothing of its
 * own; images lie in holds, and what names them in the repos of their owners.
 *
 * <p>Packages, each of which uses only those below it:
 *
 * <pre>
 * app       wires everything by hand, starts and stops
 * web       HTTP; with atproto.xrpc the only user of the web server
 * config    the environment, read into values
 * page      pages for people; no HTTP
 * stats     what all holds together have counted
 * manifests manifests and tags as records in the repos of their owners
 * resolve   from the name of an image to its owner, their server, and the hold
 * pds       reads of other people's repos, at the servers that keep them
 * hold      holds: their XRPC, and the store of blobs that they are
 * token     tokens for clients, sessions at PDSes, service tokens for holds
 * records   the records of images as values, of both generations; pure
 * cache     what was looked up, kept for a while; one flight per key; stale when a source fails
 * registry  the operations of a registry and the ports to where things really are; no HTTP
 * oci       the grammar of the OCI specifications; pure
 * </pre>
 */
@NullMarked
package dev.orlop.appview;

import org.jspecify.annotations.NullMarked;
