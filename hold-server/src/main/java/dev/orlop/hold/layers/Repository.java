package dev.orlop.hold.layers;

import dev.orlop.hold.pds.records.ImageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user's repository, or where those of the user's records are that do not name theirs. */
final class Repository {
  final User user;
  final Optional<ImageRepository> name;
  private final CompactTable<Manifest> manifests =
      new CompactTable<>(manifest -> manifest.uri.hashCode());

  Repository(User user, Optional<ImageRepository> name) {
    this.user = user;
    this.name = name;
  }

  boolean isEmpty() {
    return manifests.size() == 0;
  }

  @Nullable Manifest find(String uri) {
    return manifests.find(uri.hashCode(), manifest -> manifest.uri.equals(uri));
  }

  Manifest manifest(String uri) {
    Manifest known = find(uri);
    if (known != null) {
      return known;
    }
    Manifest manifest = new Manifest(this, uri);
    manifests.add(manifest);
    return manifest;
  }

  void remove(Manifest manifest) {
    manifests.remove(manifest);
  }

  /** All of them, as they are now. */
  Stream<KnownManifest> known() {
    List<KnownManifest> all = new ArrayList<>();
    manifests.forEach(manifest -> all.add(manifest.toKnown()));
    return all.stream();
  }
}
