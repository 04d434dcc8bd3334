package dev.orlop.appview.cache;

import dev.orlop.appview.cache.Openings.Opened;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A source with a memory: however many ask for a key at once, the source is asked once; what it
 * said is answered for a while, and for much longer when it cannot be asked. Safe for many threads.
 *
 * @param <K> what is asked for
 * @param <V> what is found
 */
public final class Cached<K, V> {
  private static final Logger LOG = System.getLogger(Cached.class.getName());

  /** For so long after a source failed, nobody makes it worse for the sake of a value at hand. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Forced refreshes of one key closer together than this are one. */
  private static final Duration MIN_REFRESH = Duration.ofSeconds(10);

  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

  private final Memory memory;
  private final Naming<K> naming;
  private final Codec<V> codec;
  private final Source<K, V> source;
  private final Openings<V> openings;
  private final Flights<String, Fetched<V>> flights = new Flights<>();

  /**
   * A source with a memory.
   *
   * @param source blocks for as long as it takes, which it bounds
   */
  public Cached(Memory memory, Naming<K> naming, Codec<V> codec, Source<K, V> source) {
    this.memory = memory;
    this.naming = naming;
    this.codec = codec;
    this.openings = new Openings<>(codec);
    this.source = source;
  }

  /** Where the truth is. */
  @FunctionalInterface
  public interface Source<K, V> {
    /** Asks. */
    Fetched<V> fetch(K key);
  }

  /**
   * Where and for how long answers are kept.
   *
   * @param key the key in the cache
   */
  public record Naming<K>(Function<K, String> key, Function<K, Lifetimes> lifetimes) {
    /** The same lifetimes for all. */
    public static <K> Naming<K> of(Function<K, String> key, Lifetimes lifetimes) {
      return new Naming<>(key, _ -> lifetimes);
    }
  }

  /**
   * What memory says.
   *
   * @param isOld whether the source should be asked behind it
   */
  private record Look<V>(Fetched<V> answer, boolean isOld) {}

  /** What is known or can be found out. */
  public Fetched<V> get(K key) {
    String name = naming.key().apply(key);
    Optional<Look<V>> look = look(name, key);
    if (look.isEmpty()) {
      return flights.join(name, flight -> ask(name, key, flight, false));
    }
    if (look.get().isOld()) {
      flights.start(name, memory.background(), flight -> ask(name, key, flight, true));
    }
    return look.get().answer();
  }

  /** Asks again, unless that was done a moment ago. */
  public Fetched<V> refresh(K key) {
    String name = naming.key().apply(key);
    Instant now = memory.clock().instant();
    boolean asked = entry(name).filter(e -> isWithin(now, e.askedAt(), MIN_REFRESH)).isPresent();
    return asked ? get(key) : flights.join(name, flight -> ask(name, key, flight, true));
  }

  /** There is news: what is known, and what is just being asked for, is not so any more. */
  public void forget(K key) {
    String name = naming.key().apply(key);
    flights.outdate(name);
    memory.cache().remove(name);
  }

  /** When what is answered was found, if the source could not be asked since. */
  public Optional<Instant> unheardSince(K key) {
    return entry(naming.key().apply(key))
        .filter(e -> e.last() instanceof Fetched.Found && !e.askedAt().equals(e.at()))
        .map(Entry::at);
  }

  private Optional<Entry> entry(String name) {
    return opened(name).map(Opened::entry);
  }

  private Optional<Opened<V>> opened(String name) {
    return memory.cache().get(name).flatMap(encoded -> openings.open(name, encoded));
  }

  private Optional<Look<V>> look(String name, K key) {
    Lifetimes lifetimes = naming.lifetimes().apply(key);
    Instant now = memory.clock().instant();
    return opened(name).flatMap(opened -> judge(opened, lifetimes, now));
  }

  private Optional<Look<V>> judge(Opened<V> opened, Lifetimes lifetimes, Instant now) {
    Entry entry = opened.entry();
    return switch (entry.last()) {
      case Fetched.Found<byte[]> _ -> {
        boolean fresh = isWithin(now, entry.at(), lifetimes.fresh());
        boolean failed = !entry.askedAt().equals(entry.at());
        boolean resting = failed && isWithin(now, entry.askedAt(), PAUSE);
        boolean stale = isWithin(now, entry.at(), lifetimes.stale());
        yield fresh || stale || (resting && isWithin(now, entry.at(), lifetimes.kept()))
            ? opened
                .value()
                .map(value -> new Look<>(new Fetched.Found<>(value), !fresh && !resting))
            : Optional.empty();
      }
      case Fetched.Absent<byte[]>() ->
          isWithin(now, entry.at(), lifetimes.negative())
              ? Optional.of(new Look<>(new Fetched.Absent<>(), false))
              : Optional.empty();
      case Fetched.Unavailable<byte[]>(String reason, Duration pause) -> {
        Duration left = Duration.between(now, entry.at().plus(pause));
        yield isWithin(now, entry.at(), pause)
            ? Optional.of(new Look<>(new Fetched.Unavailable<>(reason, left), false))
            : Optional.empty();
      }
    };
  }

  private static boolean isWithin(Instant now, Instant since, Duration life) {
    return now.isBefore(since.plus(life));
  }

  /**
   * @param again whether what came into the cache in the meantime will not do
   */
  private Fetched<V> ask(String name, K key, Flights.Flight<Fetched<V>> flight, boolean again) {
    Optional<Look<V>> look = again ? Optional.empty() : look(name, key);
    if (look.isPresent()) {
      return look.get().answer();
    }
    return switch (source.fetch(key)) {
      case Fetched.Found<V> found -> {
        codec
            .encode(found.value())
            .ifPresent(bytes -> keep(name, key, flight, new Fetched.Found<>(bytes), this::keptFor));
        yield found;
      }
      case Fetched.Absent<V> absent -> {
        keep(name, key, flight, new Fetched.Absent<>(), k -> lifetimes(k).negative());
        yield absent;
      }
      case Fetched.Unavailable<V> failed -> without(name, key, flight, failed);
    };
  }

  /** What is answered when the source cannot be asked. */
  private Fetched<V> without(
      String name, K key, Flights.Flight<Fetched<V>> flight, Fetched.Unavailable<V> failed) {
    Instant now = memory.clock().instant();
    Duration kept = keptFor(key);
    Optional<Opened<V>> before = opened(name).filter(one -> isWithin(now, one.entry().at(), kept));
    Optional<V> value = before.flatMap(Opened::value);
    if (value.isPresent()) {
      LOG.log(Level.DEBUG, "{0}: answered from memory, since {1}", name, failed.reason());
      Entry entry = before.get().entry();
      Duration left = Duration.between(now, entry.at().plus(kept));
      put(name, flight, new Entry(entry.last(), entry.at(), now), left);
      return new Fetched.Found<>(value.get());
    }
    Duration pause = failed.pause().compareTo(MAX_PAUSE) < 0 ? failed.pause() : MAX_PAUSE;
    keep(name, key, flight, new Fetched.Unavailable<>(failed.reason(), pause), _ -> pause);
    return failed;
  }

  private Lifetimes lifetimes(K key) {
    return naming.lifetimes().apply(key);
  }

  private Duration keptFor(K key) {
    return lifetimes(key).kept();
  }

  private void keep(
      String name,
      K key,
      Flights.Flight<Fetched<V>> flight,
      Fetched<byte[]> last,
      Function<K, Duration> life) {
    Instant now = memory.clock().instant();
    put(name, flight, new Entry(last, now, now), life.apply(key));
  }

  /** Looks twice whether it was forgotten: the news may come between the two. */
  private void put(String name, Flights.Flight<Fetched<V>> flight, Entry entry, Duration life) {
    if (flight.isOutdated()) {
      return;
    }
    memory.cache().put(name, entry.encode(), life);
    if (flight.isOutdated()) {
      memory.cache().remove(name);
    }
  }
}
