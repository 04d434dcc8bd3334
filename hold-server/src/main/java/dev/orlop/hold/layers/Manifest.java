package dev.orlop.hold.layers;

import java.util.ArrayList;
import java.util.List;

/** A manifest in one repository; the same one may be in several. */
final class Manifest {
  final Repository repository;
  final String uri;
  final List<Layer> layers = new ArrayList<>(4);

  Manifest(Repository repository, String uri) {
    this.repository = repository;
    this.uri = uri;
  }

  KnownManifest toKnown() {
    return new KnownManifest(repository.name, uri, layers.stream().map(Layer::toKnown).toList());
  }
}
