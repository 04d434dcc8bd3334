package dev.orlop.hold.app.backup;

import dev.orlop.car.cid.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the entries of a backup and keeps their digests. */
final class BackupZip implements AutoCloseable {
  private final ZipOutputStream zip;
  private final List<BackupContents.Entry> entries = new ArrayList<>();

  BackupZip(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /** Writes the bytes of an entry. */
  @FunctionalInterface
  interface Content {
    /** Writes; closing is left to others. */
    void writeTo(OutputStream out) throws IOException;
  }

  void add(String name, Content content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Counting counting = new Counting(zip);
    MessageDigest digest = sha256();
    content.writeTo(new DigestOutputStream(counting, digest));
    zip.closeEntry();
    entries.add(
        new BackupContents.Entry(
            name,
            counting.count,
            Digest.parse("sha256:" + HexFormat.of().formatHex(digest.digest()))));
  }

  void addFile(String name, Path file) throws IOException {
    add(name, out -> Files.copy(file, out));
  }

  /** Everything that was added. */
  List<BackupContents.Entry> entries() {
    return List.copyOf(entries);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }

  /** Ends the zip; what it was written to stays open. */
  @Override
  public void close() throws IOException {
    zip.finish();
    zip.flush();
  }
}
