package dev.orlop.cli.remote;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.UnusableRecordException;
import dev.orlop.atproto.identity.HostGuard;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.retention.OwnerImages;
import dev.orlop.cli.retention.OwnerImages.Image;
import dev.orlop.cli.retention.OwnerImages.Tagged;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Manifests and tags where they are kept: in the repos of their owners, at their own servers. */
public final class OwnersRepos {
  private final HoldSession session;
  private final HostGuard guard;
  private final Consumer<String> notes;

  /**
   * Of the owners that a hold knows.
   *
   * @param notes is told of an owner who cannot be asked, and why
   */
  public OwnersRepos(HoldSession session, Consumer<String> notes) {
    this.session = session;
    this.guard = new HostGuard(session.policy());
    this.notes = notes;
  }

  /** All of those that can be read. */
  public Map<Did, OwnerImages> images(Set<Did> owners) {
    Map<Did, OwnerImages> images = new HashMap<>();
    for (Did owner : owners) {
      read(owner).ifPresent(read -> images.put(owner, read));
    }
    return images;
  }

  private Optional<OwnerImages> read(Did owner) {
    try {
      Optional<URI> pds =
          HoldIdentities.document(owner, session.policy(), session.plcDirectory()).pdsEndpoint();
      if (pds.isEmpty()) {
        notes.accept(owner + " has no server: all of theirs stays");
        return Optional.empty();
      }
      XrpcClient xrpc = XrpcClient.builder(pds.get()).guard(guard::objection).build();
      return Optional.of(images(new HoldClient(xrpc, owner)));
    } catch (XrpcException | CommandFailure e) {
      notes.accept(owner + " cannot be asked, all of theirs stays: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static OwnerImages images(HoldClient repo) {
    Map<RecordKey, Digest> keys = new HashMap<>();
    List<Image> images = new ArrayList<>();
    for (HoldClient.Entry entry : repo.records(Nsids.MANIFEST)) {
      usable(() -> ManifestRecord.of(entry.value()))
          .ifPresent(
              record -> {
                keys.put(entry.rkey(), record.digest());
                images.add(image(record));
              });
    }
    List<Tagged> tags = new ArrayList<>();
    for (HoldClient.Entry entry : repo.records(Nsids.TAG)) {
      usable(() -> TagRecord.of(entry.value()))
          .flatMap(record -> tagged(record, keys))
          .ifPresent(tags::add);
    }
    return new OwnerImages(images, tags);
  }

  private static Image image(ManifestRecord record) {
    return new Image(
        record.digest(),
        record.subject().map(Descriptor::digest).stream().collect(Collectors.toSet()));
  }

  private static Optional<Tagged> tagged(TagRecord record, Map<RecordKey, Digest> keys) {
    Optional<Digest> digest =
        switch (record.target()) {
          case TagRecord.Target.ByDigest(Digest named) -> Optional.of(named);
          case TagRecord.Target.ByKey(RecordKey key) -> Optional.ofNullable(keys.get(key));
        };
    Instant moved = record.movedAt().map(Datetime::instant).orElse(Instant.MIN);
    return digest.map(named -> new Tagged(record.repository().value(), named, moved));
  }

  private interface Reading<T> {
    T read();
  }

  /** Anybody may write anything into their own repo. */
  private static <T> Optional<T> usable(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (UnusableRecordException _) {
      return Optional.empty();
    }
  }
}
