package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody whom layer records name. */
final class User {
  final Did did;
  private final CompactTable<Share> shares = new CompactTable<>(Share::hash);
  private final Map<Optional<ImageRepository>, Repository> repositories = new HashMap<>();
  private long bytes;

  User(Did did) {
    this.did = did;
  }

  Usage usage() {
    return new Usage(shares.size(), bytes);
  }

  boolean isEmpty() {
    return repositories.isEmpty();
  }

  @Nullable Share share(Digest digest) {
    return shares.find(digest.hashCode(), share -> share.blob.digest.equals(digest));
  }

  CompactTable<Share> shares() {
    return shares;
  }

  void add(Share share) {
    shares.add(share);
    bytes += share.blob.size;
  }

  void remove(Share share) {
    shares.remove(share);
    bytes -= share.blob.size;
  }

  Repository repository(Optional<ImageRepository> name) {
    return repositories.computeIfAbsent(name, _ -> new Repository(this, name));
  }

  Optional<Repository> find(ImageRepository name) {
    return Optional.ofNullable(repositories.get(Optional.of(name)));
  }

  Collection<Repository> repositories() {
    return repositories.values();
  }

  void remove(Repository repository) {
    repositories.remove(repository.name);
  }
}
