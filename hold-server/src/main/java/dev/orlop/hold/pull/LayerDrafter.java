package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.KnownLayer;
import dev.orlop.hold.layers.KnownManifest;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Says which layer records a notified manifest is to get: one for each blob that is stored and has
 * none, and one for each image of an index. Keys are TIDs, as the lexicon wants: in the order of
 * time, which keeps commits small, since new records come to lie side by side in the tree.
 *
 * <p>A config has a record in each repository that the manifest is in, for pulls are counted by
 * repository; all else has one in all of its owner's repositories. A manifest without a config has
 * its first record in each of them, so that it is known where it is: what is deleted from one
 * repository must stay recorded in the others.
 */
final class LayerDrafter {
  /**
   * What to write.
   *
   * @param missing blobs of the manifest that the hold does not have, and so has no record of
   * @param newBytes of blobs that the owner does not use yet
   */
  record Draft(List<RecordWrite> writes, List<Digest> missing, long newBytes) {
    static final Draft NONE = new Draft(List.of(), List.of(), 0);
  }

  /** What a manifest names, and as what. */
  private record Item(NotifiedManifest.Part part, LayerRecord.Role role) {
    Digest digest() {
      return part.digest();
    }
  }

  /** The size of a stored blob; empty if there is none. */
  @FunctionalInterface
  interface Store {
    OptionalLong size(Digest digest);
  }

  private final LayerIndex index;
  private final Store store;
  private final TidClock keys;

  LayerDrafter(LayerIndex index, Store store, TidClock keys) {
    this.index = index;
    this.store = store;
    this.keys = keys;
  }

  /** Sizes of blobs that were found, so that a store that is far away is not asked again. */
  final class Sizes {
    private final Map<Digest, Long> found = new HashMap<>();

    private OptionalLong of(Item item) {
      if (item.role() == LayerRecord.Role.MANIFEST) {
        return OptionalLong.of(0);
      }
      Long known = found.get(item.digest());
      if (known != null) {
        return OptionalLong.of(known);
      }
      OptionalLong size = store.size(item.digest());
      size.ifPresent(bytes -> found.put(item.digest(), bytes));
      return size;
    }
  }

  /** Finds the sizes that a draft will need, while nobody waits for the answers. */
  Sizes measure(NotifiedManifest manifest) {
    Sizes sizes = new Sizes();
    unrecorded(manifest, recorded(manifest)).forEach(sizes::of);
    return sizes;
  }

  private Recorded recorded(NotifiedManifest manifest) {
    return Recorded.of(index.manifest(manifest.owner(), manifest.uri()), manifest);
  }

  private static List<Item> unrecorded(NotifiedManifest manifest, Recorded recorded) {
    return items(manifest).stream()
        .filter(item -> !recorded.has(item.digest(), item.role()))
        .toList();
  }

  Draft draft(NotifiedManifest manifest, Sizes sizes, Datetime now) {
    Recorded recorded = recorded(manifest);
    List<Item> wanted = new ArrayList<>();
    List<Digest> missing = new ArrayList<>();
    for (Item item : unrecorded(manifest, recorded)) {
      if (sizes.of(item).isPresent()) {
        wanted.add(item);
      } else {
        missing.add(item.digest());
      }
    }
    if (wanted.isEmpty() && recorded.here().isEmpty()) {
      items(manifest).stream()
          .filter(item -> recorded.anywhere().contains(item.digest()))
          .findFirst()
          .ifPresent(wanted::add);
    }
    List<RecordWrite> writes = new ArrayList<>();
    long newBytes = 0;
    for (Item item : wanted) {
      RepoPath path = recorded.here(item.digest()).orElseGet(this::newPath);
      long size = sizes.of(item).orElse(0);
      byte[] block = DagCbor.encode(record(manifest, item, size, now).toData());
      writes.add(new RecordWrite.Put(path, block));
      newBytes += index.uses(manifest.owner(), item.digest()) ? 0 : size;
    }
    return new Draft(writes, missing, newBytes);
  }

  private RepoPath newPath() {
    return new RepoPath(Nsids.HOLD_LAYER, RecordKey.of(keys.next()));
  }

  private static LayerRecord record(NotifiedManifest manifest, Item item, long size, Datetime now) {
    return new LayerRecord(
        item.digest(),
        size,
        item.part().mediaType(),
        Optional.of(manifest.uri()),
        manifest.owner(),
        Optional.of(manifest.repository().name().value()),
        item.role(),
        manifest.pullClass() == PullClass.ARTIFACT,
        now);
  }

  /** All that it names, each digest once; what is the config and something else is the config. */
  private static Collection<Item> items(NotifiedManifest manifest) {
    Map<Digest, Item> items = new LinkedHashMap<>();
    manifest.config().ifPresent(config -> add(items, config, LayerRecord.Role.CONFIG));
    manifest.layers().forEach(layer -> add(items, layer, LayerRecord.Role.LAYER));
    manifest.children().forEach(child -> add(items, child, LayerRecord.Role.MANIFEST));
    return items.values();
  }

  private static void add(
      Map<Digest, Item> items, NotifiedManifest.Part part, LayerRecord.Role role) {
    items.putIfAbsent(part.digest(), new Item(part, role));
  }

  /**
   * The records that there are of a manifest.
   *
   * @param anywhere what is recorded in any of its owner's repositories
   * @param here the records in the repository that was named
   */
  private record Recorded(Set<Digest> anywhere, Map<Digest, KnownLayer> here) {
    static Recorded of(List<KnownManifest> known, NotifiedManifest manifest) {
      Set<Digest> anywhere = new HashSet<>();
      Map<Digest, KnownLayer> here = new HashMap<>();
      for (KnownManifest one : known) {
        boolean isHere = one.repository().equals(Optional.of(manifest.repository()));
        for (KnownLayer layer : one.layers()) {
          anywhere.add(layer.digest());
          if (isHere) {
            here.put(layer.digest(), layer);
          }
        }
      }
      return new Recorded(anywhere, here);
    }

    boolean has(Digest digest, LayerRecord.Role role) {
      return role == LayerRecord.Role.CONFIG
          ? here.containsKey(digest) && here.get(digest).role() == role
          : anywhere.contains(digest);
    }

    /** The record of a blob that turns out to be the config: it becomes that, and none is added. */
    Optional<RepoPath> here(Digest digest) {
      return Optional.ofNullable(here.get(digest)).map(KnownLayer::path);
    }
  }
}
