package dev.orlop.appview.records;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Descriptor.Platform;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import java.util.List;
import java.util.Optional;

/** Descriptors, as records have them. What is none is passed over. */
final class Descriptors {
  private Descriptors() {}

  static List<Descriptor> read(DataMap record, String name) {
    return Fields.maps(record, name).stream()
        .map(Descriptors::read)
        .flatMap(Optional::stream)
        .toList();
  }

  static Optional<Descriptor> readOne(DataMap record, String name) {
    return record.map(name).flatMap(Descriptors::read);
  }

  private static Optional<Descriptor> read(DataMap map) {
    Optional<String> mediaType = map.text("mediaType");
    Optional<Digest> digest = map.text("digest").flatMap(Fields::digest);
    long size = map.integer("size").orElse(-1);
    if (mediaType.isEmpty() || digest.isEmpty() || size < 0) {
      return Optional.empty();
    }
    boolean external = map.array("urls").filter(urls -> !urls.isEmpty()).isPresent();
    return Optional.of(
        new Descriptor(mediaType.get(), digest.get(), size, platform(map), external));
  }

  private static Optional<Platform> platform(DataMap map) {
    DataMap platform = map.map("platform").orElse(DataMap.EMPTY);
    Optional<String> os = platform.text("os");
    Optional<String> architecture = platform.text("architecture");
    return os.isPresent() && architecture.isPresent()
        ? Optional.of(new Platform(os.get(), architecture.get(), platform.text("variant")))
        : Optional.empty();
  }

  static DataMap write(Descriptor descriptor) {
    DataMap.Builder map =
        DataMap.builder()
            .put("mediaType", descriptor.mediaType())
            .put("size", descriptor.size())
            .put("digest", descriptor.digest().toString());
    descriptor
        .platform()
        .ifPresent(
            platform ->
                map.put(
                    "platform",
                    DataMap.builder()
                        .put("os", platform.os())
                        .put("architecture", platform.architecture())
                        .putIfPresent("variant", platform.variant())
                        .build()));
    return map.build();
  }
}
