package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.cli.retention.HeldManifest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.lexicons.Nsids;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a hold holds, by its layer records; those that name no manifest are nobody's to judge. */
public final class HeldManifests {
  private static final int SHA256_HEX = 64;
  private static final int SHA512_HEX = 128;

  private HeldManifests() {}

  /** All of a hold, in the order in which it was told of them. */
  public static Collection<HeldManifest> of(HoldClient hold) {
    Map<HeldManifest.Name, HeldManifest> held = new LinkedHashMap<>();
    for (HoldClient.Entry entry : hold.records(Nsids.HOLD_LAYER)) {
      try {
        LayerRecord layer = LayerRecord.of(entry.value());
        name(layer).ifPresent(name -> held.merge(name, of(name, layer), HeldManifests::plus));
      } catch (MalformedRecordException _) {
        // It keeps its blob, whatever it is.
      }
    }
    return held.values();
  }

  private static Optional<HeldManifest.Name> name(LayerRecord layer) {
    Optional<Digest> digest = layer.manifest().flatMap(HeldManifests::digest);
    return digest.isPresent() && layer.repository().isPresent()
        ? Optional.of(
            new HeldManifest.Name(
                layer.userDid().canonical(), layer.repository().get(), digest.get()))
        : Optional.empty();
  }

  /** The key of a manifest's record is the hex of its digest. */
  private static Optional<Digest> digest(AtUri manifest) {
    String hex = manifest.rkey().map(Object::toString).orElse("");
    try {
      return switch (hex.length()) {
        case SHA256_HEX -> Optional.of(Digest.parse("sha256:" + hex));
        case SHA512_HEX -> Optional.of(Digest.parse("sha512:" + hex));
        default -> Optional.empty();
      };
    } catch (InvalidDigestException _) {
      return Optional.empty();
    }
  }

  private static HeldManifest of(HeldManifest.Name name, LayerRecord layer) {
    boolean isChild = layer.role() == LayerRecord.Role.MANIFEST;
    return new HeldManifest(
        name,
        layer.createdAt().instant(),
        layer.size(),
        isChild ? Set.of(layer.digest()) : Set.of());
  }

  private static HeldManifest plus(HeldManifest one, HeldManifest other) {
    Set<Digest> children = new HashSet<>(one.children());
    children.addAll(other.children());
    Instant since = one.since().isAfter(other.since()) ? one.since() : other.since();
    return new HeldManifest(one.name(), since, one.bytes() + other.bytes(), children);
  }

  /** Whose they are. */
  public static Set<Did> owners(Collection<HeldManifest> held) {
    Set<Did> owners = new HashSet<>();
    held.forEach(manifest -> owners.add(manifest.name().owner()));
    return owners;
  }
}
