package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciError;
import dev.orlop.car.cid.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Blobs in memory, each once, and which repositories have them. Compares digests, as every store
 * must.
 */
public final class MemoryBlobs implements BlobStore {
  private final Map<Digest, byte[]> bytes = new HashMap<>();
  private final Map<Repository, Set<Digest>> owned = new HashMap<>();
  private final AtomicInteger openSinks = new AtomicInteger();
  private volatile Optional<URI> elsewhere = Optional.empty();
  private volatile boolean failing;

  /** Sends readers to this place from now on, the digest at its end. */
  public void redirectTo(URI place) {
    elsewhere = Optional.of(place);
  }

  /** From now on nothing more can be written. */
  public void fail() {
    failing = true;
  }

  /** How many sinks were neither completed nor given up. */
  public int openSinks() {
    return openSinks.get();
  }

  /** Puts other bytes in the place of a blob's. */
  public synchronized void spoil(Digest digest, byte[] other) {
    bytes.put(digest, other);
  }

  /** Loses a blob for all repositories. */
  public synchronized void forget(Digest digest) {
    bytes.remove(digest);
  }

  private synchronized Optional<byte[]> find(Repository repository, Digest digest) {
    return owned.getOrDefault(repository, Set.of()).contains(digest)
        ? Optional.ofNullable(bytes.get(digest))
        : Optional.empty();
  }

  @Override
  public OptionalLong size(Caller caller, Repository repository, Digest digest) {
    return find(repository, digest)
        .map(found -> OptionalLong.of(found.length))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public OptionalLong sizeForPush(Caller caller, Repository repository, Digest digest) {
    return size(caller, repository, digest);
  }

  @Override
  public BlobSource open(Caller caller, Repository repository, Digest digest) {
    Optional<byte[]> found = find(repository, digest);
    if (found.isEmpty()) {
      return new BlobSource.Missing();
    }
    if (elsewhere.isPresent()) {
      return new BlobSource.Elsewhere(elsewhere.get().resolve(digest.hex()));
    }
    byte[] all = found.get();
    return new BlobSource.Here(
        all.length, (first, length) -> new ByteArrayInputStream(all, (int) first, (int) length));
  }

  @Override
  public BlobSink begin(Caller caller, Repository repository, Optional<Digest> expected) {
    openSinks.incrementAndGet();
    return new Sink(repository);
  }

  @Override
  public synchronized boolean mount(
      Caller caller, Repository repository, Optional<Repository> from, Digest digest) {
    boolean there =
        from.map(source -> find(source, digest).isPresent())
            .orElseGet(() -> bytes.containsKey(digest));
    if (there) {
      owned.computeIfAbsent(repository, _ -> new HashSet<>()).add(digest);
    }
    return there;
  }

  @Override
  public synchronized boolean delete(Caller caller, Repository repository, Digest digest) {
    return owned.getOrDefault(repository, new HashSet<>()).remove(digest);
  }

  private final class Sink implements BlobSink {
    private final Repository repository;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    Sink(Repository repository) {
      this.repository = repository;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      if (failing) {
        throw OciError.UNAVAILABLE.exception("no room");
      }
      taken.write(buffer, offset, length);
    }

    @Override
    public void complete(Digest digest) {
      byte[] all = taken.toByteArray();
      if (!Digest.hash(digest.algorithm(), all).equals(digest)) {
        throw new IllegalStateException("completed with a digest that is not that of the bytes");
      }
      openSinks.decrementAndGet();
      synchronized (MemoryBlobs.this) {
        bytes.put(digest, all);
        owned.computeIfAbsent(repository, _ -> new HashSet<>()).add(digest);
      }
    }

    @Override
    public void abort() {
      openSinks.decrementAndGet();
    }
  }
}
