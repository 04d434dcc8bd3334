package dev.orlop.appview.page;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that pages need. Its path changes with its bytes, so that browsers may keep it for good.
 */
public enum Asset {
  /** How all pages look. */
  STYLE("style.css", "text/css; charset=utf-8"),
  /** The sign of a tab. */
  ICON("icon.svg", "image/svg+xml");

  private static final String FOLDER = "/assets/";
  private static final int HEX = 12;

  private final String contentType;
  private final byte[] bytes;
  private final String path;

  Asset(String file, String contentType) {
    this.contentType = contentType;
    this.bytes = read(file);
    String hex = Digest.hash(Digest.Algorithm.SHA256, bytes).hex().substring(0, HEX);
    this.path = FOLDER + hex + "-" + file;
  }

  private static byte[] read(String file) {
    try (InputStream in = Asset.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the program cannot read its resource " + file, e);
    }
  }

  /** The asset at a path. */
  public static Optional<Asset> find(String path) {
    return Arrays.stream(values()).filter(asset -> asset.path.equals(path)).findFirst();
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /** Its type, as the header says it. */
  public String contentType() {
    return contentType;
  }

  /** Its bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }
}
