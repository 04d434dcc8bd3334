package dev.orlop.atproto.xrpc;

import io.helidon.http.Method;

/**
 * One method of the table.
 *
 * @param name the last segment of the path: an NSID, or a plain name such as {@code _health}
 * @param verb the HTTP method; HEAD is accepted wherever GET is
 * @param input the body it takes
 * @param handler what it does
 */
record XrpcRoute(String name, Method verb, XrpcInput input, XrpcHandler handler) {
  boolean accepts(Method method) {
    return method.equals(verb) || (method.equals(Method.HEAD) && verb.equals(Method.GET));
  }
}
