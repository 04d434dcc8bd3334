package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest as an AppView tells us of it. Sizes are not taken from here, but from what is stored.
 *
 * @param children the images of an index
 * @param hasSubject whether it says something about another manifest
 */
public record NotifiedManifest(
    ImageRepository repository,
    Digest digest,
    Optional<Part> config,
    List<Part> layers,
    List<Part> children,
    boolean hasSubject) {
  /** One blob of a manifest, or one image of an index. */
  public record Part(Digest digest, String mediaType) {}

  public NotifiedManifest {
    layers = List.copyOf(layers);
    children = List.copyOf(children);
  }

  /** The same with one layer more. */
  public NotifiedManifest withLayer(Part layer) {
    List<Part> more = new ArrayList<>(layers);
    more.add(layer);
    return new NotifiedManifest(repository, digest, config, more, children, hasSubject);
  }

  /** All that it names. */
  public Stream<Part> parts() {
    return Stream.of(config.stream(), layers.stream(), children.stream()).flatMap(part -> part);
  }

  /** Whose it is. */
  public Did owner() {
    return repository.owner();
  }

  /** What a pull of it counts as. */
  public PullClass pullClass() {
    return hasSubject
            || config.map(Part::mediaType).filter(LayerRecord.EMPTY_CONFIG::equals).isPresent()
        ? PullClass.ARTIFACT
        : PullClass.IMAGE;
  }

  /** The manifest's record in its owner's repo. */
  public AtUri uri() {
    return uri(owner(), digest);
  }

  static AtUri uri(Did owner, Digest manifest) {
    return AtUri.of(owner, Nsids.MANIFEST, RecordKey.parse(manifest.hex()));
  }
}
