package dev.orlop.appview.page;

import dev.orlop.appview.manifests.Shelf;
import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.page.Grid.Column;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cid.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images of a repository, by their records.
 *
 * @param reference under which clients find the repository
 */
record Images(Shelf shelf, String reference) {
  private static final int MAX_TAGS = 300;
  private static final int MAX_MANIFESTS = 60;
  private static final int MAX_LAYERS = 200;

  /** What a tag names, if there is a record of it. */
  Optional<ManifestRecord> manifest(Tag tag) {
    return digest(tag).flatMap(shelf::manifest);
  }

  private Optional<Digest> digest(Tag tag) {
    return shelf
        .tag(tag)
        .map(TagRecord::target)
        .flatMap(
            target ->
                target instanceof TagRecord.Target.ByDigest(Digest digest)
                    ? Optional.of(digest)
                    : Optional.empty());
  }

  Html tags(List<Tag> tags) {
    if (tags.isEmpty()) {
      return El.of("p", "No tags: images are pulled by their digests.");
    }
    Grid grid =
        new Grid(
            "Tags",
            Column.of("Tag"),
            Column.of("Platforms"),
            Column.ofNumbers("Size"),
            Column.of("Pushed"),
            Column.of("Digest"));
    for (Tag tag : tags.subList(0, Math.min(tags.size(), MAX_TAGS))) {
      Optional<ManifestRecord> manifest = manifest(tag);
      grid.row(
          El.of("code", tag.value()),
          Html.text(manifest.map(Images::platforms).orElse("-")),
          Html.text(manifest.map(this::size).orElse("-")),
          shelf
              .tag(tag)
              .flatMap(TagRecord::movedAt)
              .map(Datetime::instant)
              .<Html>map(Formats::time)
              .orElse(Html.text("-")),
          digest(tag)
              .<Html>map(digest -> El.of("code", Formats.shortened(digest)))
              .orElse(Html.text("-")));
    }
    return Html.all(grid.html(), left(tags.size() - MAX_TAGS, "older tag"));
  }

  private static Html left(int more, String what) {
    return more <= 0
        ? Html.none()
        : El.of("p", Formats.count(more, what) + " not shown here.").looks("soft");
  }

  private static String platforms(ManifestRecord manifest) {
    String platforms =
        manifest.children().stream()
            .flatMap(child -> child.platform().stream())
            .map(Descriptor.Platform::toString)
            // Attestations are children, too, and say that they run nowhere.
            .filter(platform -> !platform.startsWith("unknown/"))
            .distinct()
            .collect(Collectors.joining(", "));
    return platforms.isEmpty() ? "-" : platforms;
  }

  /** Of what is downloaded: the layers and the config; of an index, of all that it lists. */
  private String size(ManifestRecord manifest) {
    long bytes =
        manifest.children().isEmpty()
            ? bytes(manifest)
            : manifest.children().stream()
                .flatMap(child -> shelf.manifest(child.digest()).stream())
                .mapToLong(Images::bytes)
                .sum();
    return bytes == 0 ? "-" : Formats.size(bytes);
  }

  private static long bytes(ManifestRecord manifest) {
    return Stream.concat(manifest.config().stream(), manifest.layers().stream())
        .mapToLong(Descriptor::size)
        .reduce(0, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
  }

  /** Those that tags name, with what they list; then the others, the newest first. */
  Html manifests(List<Tag> tags) {
    Set<Digest> digests = new LinkedHashSet<>();
    for (Tag tag : tags) {
      manifest(tag)
          .ifPresent(
              manifest -> {
                digests.add(manifest.digest());
                manifest.children().forEach(child -> digests.add(child.digest()));
              });
    }
    shelf.manifests().forEach(manifest -> digests.add(manifest.digest()));
    List<ManifestRecord> known =
        digests.stream().flatMap(digest -> shelf.manifest(digest).stream()).toList();
    El list = El.of("div");
    for (ManifestRecord one : known.subList(0, Math.min(known.size(), MAX_MANIFESTS))) {
      list.add(details(one, one.equals(known.getFirst())));
    }
    return list.add(left(known.size() - MAX_MANIFESTS, "manifest"));
  }

  private Html details(ManifestRecord manifest, boolean open) {
    El notes =
        El.of(
                "dl",
                El.of("dt", "Digest"),
                El.of("dd", El.of("code", manifest.digest().toString())),
                El.of("dt", "Type"),
                El.of("dd", El.of("code", manifest.artifactType().orElse(manifest.mediaType()))),
                El.of("dt", "Size"),
                El.of("dd", size(manifest)))
            .looks("notes");
    manifest
        .createdAt()
        .ifPresent(at -> notes.add(El.of("dt", "Pushed"), El.of("dd", Formats.time(at.instant()))));
    manifest
        .hold()
        .ifPresent(
            hold -> notes.add(El.of("dt", "Hold"), El.of("dd", El.of("code", hold.toString()))));
    manifest
        .subject()
        .ifPresent(
            subject ->
                notes.add(
                    El.of("dt", "About"), El.of("dd", El.of("code", subject.digest().toString()))));
    El details =
        El.of(
            "details",
            El.of(
                "summary", El.of("code", Formats.shortened(manifest.digest())), summary(manifest)),
            El.of(
                    "div",
                    notes,
                    Commands.of(List.of("docker pull " + reference + "@" + manifest.digest())),
                    listed("Platforms", manifest.children(), true),
                    listed("Layers", manifest.layers(), false))
                .looks("inside"));
    return open ? details.attr("open", "") : details;
  }

  private Html summary(ManifestRecord manifest) {
    List<String> names =
        shelf.tags().stream()
            .filter(tag -> digest(tag).equals(Optional.of(manifest.digest())))
            .map(Tag::value)
            .limit(5)
            .toList();
    String kind =
        manifest.children().isEmpty()
            ? Formats.count(manifest.layers().size(), "layer")
            : "index of " + Formats.count(manifest.children().size(), "manifest");
    return Html.text(" " + String.join(", ", names) + (names.isEmpty() ? "" : ", ") + kind);
  }

  private static Html listed(String title, List<Descriptor> content, boolean platforms) {
    if (content.isEmpty()) {
      return Html.none();
    }
    Grid grid =
        new Grid(
            title,
            Column.of("Digest"),
            Column.of(platforms ? "Platform" : "Type"),
            Column.ofNumbers("Size"));
    for (Descriptor one : content.subList(0, Math.min(content.size(), MAX_LAYERS))) {
      grid.row(
          El.of("code", one.digest().toString()),
          Html.text(
              platforms
                  ? one.platform().map(Descriptor.Platform::toString).orElse("-")
                  : one.mediaType()),
          Html.text(Formats.size(one.size())));
    }
    return Html.all(El.of("h3", title), grid.html(), left(content.size() - MAX_LAYERS, "layer"));
  }
}
