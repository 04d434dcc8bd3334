package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcCall;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.file.Path;

/**
 * Lets the web server before us send a file: it is told by a header where the file is, drops our
 * empty body and sends that instead, ranges and all.
 *
 * @param root of the files that it may send
 * @param prefix before a file's path below {@code root}, as the other server knows it: an internal
 *     location of nginx, or a folder
 */
public record HandOver(HeaderName header, Path root, String prefix) {
  /** To nginx, and whoever else has an internal location at {@code prefix}. */
  public static HandOver toInternal(Path root, String prefix) {
    return new HandOver(HeaderNames.create("X-Accel-Redirect"), root, prefix);
  }

  /** To those that take the paths of files. */
  public static HandOver toFile(Path root) {
    return new HandOver(HeaderNames.create("X-Sendfile"), root, root + "/");
  }

  void reply(XrpcCall call, String type, Path file) {
    call.header(HeaderNames.CONTENT_TYPE, type);
    call.header(header, prefix + root.relativize(file).toString().replace('\\', '/'));
    call.replyEmpty();
  }
}
