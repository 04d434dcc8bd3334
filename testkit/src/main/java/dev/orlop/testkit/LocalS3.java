package dev.orlop.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * An S3 in this process, on a free port of this machine, that keeps its objects in a folder: {@code
 * s3proxy}. It checks signatures. Modules that use it have the dependency themselves.
 */
public final class LocalS3 implements AutoCloseable {
  /** Who may do everything. */
  public static final String ACCESS_KEY_ID = "local-access-key";

  /** Their secret. */
  public static final String SECRET_ACCESS_KEY = "local-secret-access-key";

  // Held, or its level would be forgotten with it.
  private static final Logger CHATTER = Logger.getLogger("org.gaul");

  private final BlobStore objects;
  private final S3Proxy proxy;

  private LocalS3(Path folder) {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.filesystem.basedir", folder.toString());
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    CHATTER.setLevel(Level.WARNING);
    try {
      objects = BlobStores.create("filesystem-nio2", properties);
      proxy =
          S3Proxy.builder()
              .blobStore(objects)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
              .stopTimeout(0)
              .build();
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not start", e);
    }
  }

  /** Starts one on a folder that is there; when this returns, it answers. */
  public static LocalS3 start(Path folder) {
    return new LocalS3(folder);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** Makes a bucket, unless there is one of this name. */
  public LocalS3 withBucket(String name) {
    if (!objects.containerExists(name)) {
      var _ = objects.createContainer(name);
    }
    return this;
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
