package dev.orlop.atproto.xrpc;

/**
 * What a method does. Runs on a virtual thread and may block; must have answered through the call
 * when it returns.
 */
@FunctionalInterface
public interface XrpcHandler {
  /**
   * Answers {@code call}.
   *
   * @throws XrpcException to refuse; any other exception is a fault, logged and answered with 500
   */
  void handle(XrpcCall call) throws Exception;
}
