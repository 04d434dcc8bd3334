package dev.orlop.hold.pds.blobs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Tells media types by the first bytes, as far as these are beyond doubt. */
final class MediaTypes {
  /** Bytes at a place, and what they mean. */
  private record Magic(int offset, byte[] bytes, String type) {
    boolean matches(byte[] head, int length) {
      if (offset + bytes.length > length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (head[offset + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** In this order: what says more goes before what says less. */
  private static final List<Magic> KNOWN =
      List.of(
          magic(0, "\u0089PNG\r\n\u001a\n", "image/png"),
          magic(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
          magic(0, "GIF87a", "image/gif"),
          magic(0, "GIF89a", "image/gif"),
          magic(8, "WEBP", "image/webp"),
          magic(4, "ftypavif", "image/avif"),
          magic(4, "ftypavis", "image/avif"),
          magic(4, "ftypheic", "image/heic"),
          magic(4, "ftypheix", "image/heic"),
          magic(4, "ftypmif1", "image/heif"),
          magic(4, "ftypqt  ", "video/quicktime"),
          magic(4, "ftypM4A", "audio/x-m4a"),
          magic(4, "ftyp", "video/mp4"),
          magic(0, "\u001aE\u00df\u00a3", "video/webm"),
          magic(8, "AVI ", "video/vnd.avi"),
          magic(8, "WAVE", "audio/wav"),
          magic(0, "OggS", "audio/ogg"),
          magic(0, "fLaC", "audio/x-flac"),
          magic(0, "ID3", "audio/mpeg"),
          magic(0, "%PDF-", "application/pdf"),
          magic(0, "PK\u0003\u0004", "application/zip"),
          magic(0, "\u001f\u008b\u0008", "application/gzip"),
          magic(0, "BZh", "application/x-bzip2"),
          magic(0, "\u00fd7zXZ\u0000", "application/x-xz"),
          magic(0, "(\u00b5/\u00fd", "application/zstd"),
          magic(0, "7z\u00bc\u00af'\u001c", "application/x-7z-compressed"),
          magic(257, "ustar", "application/x-tar"),
          magic(0, "\u0000asm", "application/wasm"),
          magic(0, "II*\u0000", "image/tiff"),
          magic(0, "MM\u0000*", "image/tiff"));

  private MediaTypes() {}

  private static Magic magic(int offset, String latin1, String type) {
    return new Magic(offset, latin1.getBytes(StandardCharsets.ISO_8859_1), type);
  }

  /** The type that the first {@code length} bytes show, if they show any. */
  static Optional<String> sniff(byte[] head, int length) {
    return KNOWN.stream().filter(magic -> magic.matches(head, length)).map(Magic::type).findFirst();
  }
}
