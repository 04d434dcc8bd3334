package dev.orlop.hold.config;

import dev.orlop.hold.blob.s3.S3Settings;
import dev.orlop.hold.pull.Delivery;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where blobs of images lie, and how they get to those who ask.
 *
 * @param folder of blobs and unfinished uploads, if they are files
 * @param s3 the bucket, if they are not
 * @param accel how the web server before us is told to send files, for {@link Delivery#ACCEL}
 */
public record Storage(Path folder, Optional<S3Settings> s3, Delivery delivery, Accel accel) {
  /**
   * How a web server is told which file to send in our place.
   *
   * @param prefix before a file's path, for those that know files by a path of their own
   */
  public record Accel(Header header, String prefix) {}

  /** By which header. */
  public enum Header {
    /** nginx, and whoever is configured to do the same: a path of an internal location. */
    X_ACCEL_REDIRECT,
    /** Apache with mod_xsendfile, lighttpd: the path of the file. */
    X_SENDFILE
  }
}
