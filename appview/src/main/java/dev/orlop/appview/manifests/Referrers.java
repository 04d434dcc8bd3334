package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.registry.Referrer;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads what manifests say about another, several at once. */
final class Referrers {
  private static final int AT_ONCE = 8;

  /** Of more than these the fields of their records must do; no client waits for thousands. */
  private static final int MAX_READ = 500;

  private final ManifestBytes bytes;

  Referrers(ManifestBytes bytes) {
    this.bytes = bytes;
  }

  List<Referrer> read(Did owner, List<ManifestRecord> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    Semaphore places = new Semaphore(AT_ONCE);
    List<Callable<Optional<Referrer>>> tasks = new ArrayList<>();
    for (ManifestRecord record : records.subList(0, Math.min(records.size(), MAX_READ))) {
      tasks.add(
          () -> {
            places.acquire();
            try {
              return read(owner, record);
            } finally {
              places.release();
            }
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Referrer> referrers = new ArrayList<>();
      for (Future<Optional<Referrer>> done : threads.invokeAll(tasks)) {
        done.get().ifPresent(referrers::add);
      }
      records.stream().skip(MAX_READ).map(Referrers::shown).forEach(referrers::add);
      return referrers;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw OciError.UNAVAILABLE.exception("the server is being stopped");
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading referrers broke", e.getCause());
    }
  }

  /** What cannot be served is not listed; what cannot be reached just now is, by its record. */
  private Optional<Referrer> read(Did owner, ManifestRecord record) {
    try {
      Manifest manifest =
          Manifest.parse(
              Optional.of(record.mediaType()),
              record.digest().algorithm(),
              bytes.of(owner, record));
      return Optional.of(Referrer.of(manifest));
    } catch (OciException e) {
      return e.error() == OciError.UNAVAILABLE ? Optional.of(shown(record)) : Optional.empty();
    }
  }

  private static Referrer shown(ManifestRecord record) {
    return new Referrer(
        record.mediaType(),
        record.digest(),
        record.bytes().map(BlobRef::size).orElse(0L),
        record.artifactType().or(() -> record.config().map(Descriptor::mediaType)),
        record.annotations());
  }
}
