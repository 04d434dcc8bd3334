package dev.orlop.appview.oci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a manifest, before its media type is known and with it what must stand there. A
 * manifest of a media type that is not ours may use our names for other things; so a descriptor
 * that is none is remembered, and a fault only if the media type makes it one.
 */
final class ManifestFields {
  /** A descriptor, or what is wrong with it. */
  sealed interface Read {
    /** One. */
    record Good(Descriptor descriptor) implements Read {}

    /** None. */
    record Bad(String why) implements Read {}
  }

  long schemaVersion;
  String mediaType = "";
  String artifactType = "";
  boolean hasConfig;
  boolean hasLayers;
  boolean hasManifests;
  final List<Read> config = new ArrayList<>(1);
  final List<Read> layers = new ArrayList<>();
  final List<Read> blobs = new ArrayList<>();
  final List<Read> manifests = new ArrayList<>();
  final List<Read> subject = new ArrayList<>(1);
  final Map<String, String> annotations = new HashMap<>();
  Optional<String> badAnnotations = Optional.empty();

  /** What a manifest is that does not say so. */
  String guessedType() {
    return hasManifests ? MediaTypes.OCI_INDEX : MediaTypes.OCI_IMAGE;
  }

  /**
   * Requires what a media type requires.
   *
   * @throws OciException MANIFEST_INVALID
   */
  void check(String type) {
    switch (type) {
      case MediaTypes.OCI_IMAGE, MediaTypes.DOCKER_IMAGE -> {
        checkCommon();
        require(config.size() == 1, "an image has a config");
        // One document that is an image to one reader and an index to another hides something.
        require(!hasManifests, "an image has no manifests");
      }
      case MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST -> {
        checkCommon();
        require(!hasConfig && !hasLayers, "an index has neither a config nor layers");
      }
      case MediaTypes.OCI_ARTIFACT -> checkDescriptors();
      default -> {
        // Not ours to judge.
      }
    }
  }

  private void checkCommon() {
    require(schemaVersion == 2, "schemaVersion is not 2");
    checkDescriptors();
    badAnnotations.ifPresent(why -> require(false, why));
  }

  private void checkDescriptors() {
    for (List<Read> list : List.of(config, layers, blobs, manifests, subject)) {
      for (Read read : list) {
        if (read instanceof Read.Bad(String why)) {
          require(false, why);
        }
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw OciError.MANIFEST_INVALID.exception("manifest invalid: " + otherwise);
    }
  }

  Optional<Descriptor> config() {
    return good(config).stream().findFirst();
  }

  Optional<Descriptor> subject() {
    return good(subject).stream().findFirst();
  }

  List<Descriptor> layers() {
    return good(layers.isEmpty() ? blobs : layers);
  }

  List<Descriptor> children() {
    return good(manifests);
  }

  private static List<Descriptor> good(List<Read> list) {
    List<Descriptor> good = new ArrayList<>(list.size());
    for (Read read : list) {
      if (read instanceof Read.Good(Descriptor descriptor)) {
        good.add(descriptor);
      }
    }
    return good;
  }
}
