package dev.orlop.hold.app.backup;

import dev.orlop.car.cid.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks backups, which may come from anywhere: nothing in one is believed before it is checked.
 */
final class BackupReader {
  /** The list of a million entries. */
  private static final int MAX_CONTENTS_BYTES = 256 << 20;

  private static final int MAX_ENTRIES = 1_000_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:%~-]+(/[A-Za-z0-9._:%~-]+)*");
  private static final int[] ZIP_HEAD = {'P', 'K'};

  private final Path folder;
  private final Map<String, BackupContents.Entry> unpacked = new LinkedHashMap<>();
  private @Nullable BackupContents contents;

  private BackupReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks a backup into an empty folder, of which its owner alone may read what comes.
   *
   * @throws IOException if it is no backup, was changed or cut off, or the passphrase is another
   */
  static BackupContents unpack(Path backup, Optional<Passphrase> passphrase, Path folder)
      throws IOException {
    BackupReader reader = new BackupReader(folder);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(backup), 1 << 16)) {
      if (isZip(in)) {
        reader.unpack(in);
      } else if (passphrase.isPresent()) {
        passphrase.get().decrypt(in, reader::unpack);
      } else {
        throw new IOException(backup + " is encrypted, or no backup: its passphrase is needed");
      }
    } catch (EOFException e) {
      throw new ZipException("the backup is cut off");
    }
    return reader.checked();
  }

  private static boolean isZip(InputStream in) throws IOException {
    in.mark(ZIP_HEAD.length);
    boolean zip = in.read() == ZIP_HEAD[0] && in.read() == ZIP_HEAD[1];
    in.reset();
    return zip;
  }

  private void unpack(InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    ZipEntry entry;
    while ((entry = zip.getNextEntry()) != null) {
      String name = entry.getName();
      if (name.equals(BackupContents.NAME)) {
        contents = contents(zip);
      } else {
        unpack(name, zip);
      }
    }
  }

  private static BackupContents contents(InputStream in) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    byte[] bytes = in.readNBytes(MAX_CONTENTS_BYTES + 1);
    if (bytes.length > MAX_CONTENTS_BYTES) {
      throw new ZipException("the list of the backup is too large");
    }
    json.writeBytes(bytes);
    try {
      return BackupContents.decode(json.toByteArray());
    } catch (IllegalArgumentException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private void unpack(String name, InputStream in) throws IOException {
    Path file = folder.resolve(name).normalize();
    boolean inside = file.startsWith(folder) && !name.contains("..");
    if (!inside || !NAME.matcher(name).matches() || unpacked.size() >= MAX_ENTRIES) {
      throw new ZipException("a backup has no entry " + name);
    }
    Files.createDirectories(file.getParent());
    MessageDigest digest = BackupZip.sha256();
    long size;
    try (OutputStream out = newFile(file)) {
      size = new DigestInputStream(in, digest).transferTo(out);
    }
    Digest found = Digest.parse("sha256:" + HexFormat.of().formatHex(digest.digest()));
    unpacked.put(name, new BackupContents.Entry(name, size, found));
  }

  private static OutputStream newFile(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.newOutputStream(file, StandardOpenOption.WRITE);
  }

  /** Holds what came against what the backup says it has. */
  private BackupContents checked() throws IOException {
    BackupContents list = contents;
    if (list == null) {
      throw new ZipException("the backup is cut off: it ends before its list");
    }
    for (BackupContents.Entry entry : list.entries()) {
      if (!entry.equals(unpacked.remove(entry.name()))) {
        throw new ZipException("the backup was changed: " + entry.name());
      }
    }
    if (!unpacked.isEmpty()) {
      throw new ZipException("the backup was added to: " + unpacked.keySet().iterator().next());
    }
    return list;
  }
}
