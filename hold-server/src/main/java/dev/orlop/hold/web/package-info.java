/**
 * The hold on the web: one class for each namespace of methods, which parses, asks the packages
 * below and answers.
 *
 * <p><b>Tricky bits.</b> A repo parameter may be a handle; the only handle that this server answers
 * for is its own. CARs are streamed: a failure after the first byte closes the connection, so that
 * nobody takes half a repo for a whole one.
 *
 * <p>This package, the one below it and {@code dev.orlop.atproto.xrpc} are the only users of the
 * web server. <b>Must not import</b> {@code store.index} or {@code store.car}.
 */
@NullMarked
package dev.orlop.hold.web;

import org.jspecify.annotations.NullMarked;
