package dev.orlop.appview.web;

import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.car.cid.Digest;
import java.nio.charset.StandardCharsets;

/** Manifests as clients push them. */
final class Images {
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private Images() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String descriptor(String type, byte[] content) {
    return descriptor(type, TestRegistry.sha256(content), content.length);
  }

  static String descriptor(String type, Digest digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  /** An image without layers; {@code salt} makes it another one. */
  static byte[] image(String salt) {
    return image("", salt);
  }

  /**
   * @param fields more of them, each with a comma behind it
   */
  static byte[] image(String fields, String salt) {
    return bytes(
        """
        {"schemaVersion": 2, "mediaType": "%s",
         %s
         "config": %s, "layers": []}
        """
            .formatted(MediaTypes.OCI_IMAGE, fields, descriptor(CONFIG, bytes(salt))));
  }

  static byte[] index(byte[]... children) {
    StringBuilder list = new StringBuilder();
    for (byte[] child : children) {
      list.append(list.isEmpty() ? "" : ",").append(descriptor(MediaTypes.OCI_IMAGE, child));
    }
    return bytes(
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s]}
        """
            .formatted(MediaTypes.OCI_INDEX, list));
  }

  /** An artifact that says something about {@code subject}. */
  static byte[] artifact(byte[] subject, String type, String annotation) {
    return bytes(
        """
        {"schemaVersion": 2, "mediaType": "%s", "artifactType": "%s",
         "config": %s, "layers": [%s], "subject": %s,
         "annotations": {"org.example.note": "%s"}}
        """
            .formatted(
                MediaTypes.OCI_IMAGE,
                type,
                descriptor(EMPTY, bytes("{}")),
                descriptor(EMPTY, bytes("{}")),
                descriptor(MediaTypes.OCI_IMAGE, subject),
                annotation));
  }
}
