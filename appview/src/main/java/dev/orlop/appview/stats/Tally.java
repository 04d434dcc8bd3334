package dev.orlop.appview.stats;

import dev.orlop.appview.cache.Codec;
import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.hold.Hold;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a hold said.
 *
 * @param hold that said it: where the one that was named has moved, its successor
 * @param readAt when it said it, to the millisecond
 */
record Tally(Hold hold, Did owner, Instant readAt, List<Counts> counts) {
  private static final int MAX_BYTES = 4 << 20;

  Tally {
    counts = List.copyOf(counts);
  }

  /** What it said of one repository; nothing counted, if it said nothing. */
  HoldFigure figure(RepositoryName name) {
    Counts found =
        counts.stream()
            .filter(one -> one.repository().equals(name))
            .findFirst()
            .orElseGet(() -> Counts.none(name));
    return new HoldFigure(hold, found, readAt);
  }

  /** Tallies in the cache. */
  static Codec<Tally> codec() {
    Codec<DataMap> data = Codec.data(MAX_BYTES);
    return new Codec<>() {
      @Override
      public Optional<byte[]> encode(Tally tally) {
        return data.encode(tally.toData());
      }

      @Override
      public Optional<Tally> decode(byte[] bytes) {
        return data.decode(bytes).flatMap(Tally::read);
      }
    };
  }

  private DataMap toData() {
    return DataMap.builder()
        .put("hold", hold.did().toString())
        .put("address", hold.address().toString())
        .put("owner", owner.toString())
        .put("readAt", readAt.toEpochMilli())
        .put("stats", counts.stream().map(one -> one.toData().build()).toList())
        .build();
  }

  private static Optional<Tally> read(DataMap map) {
    try {
      Did owner = Did.parse(map.text("owner").orElse(""));
      List<DataValue> stats = map.array("stats").orElse(List.of());
      return Optional.of(
          new Tally(
              new Hold(
                  Did.parse(map.text("hold").orElse("")),
                  URI.create(map.text("address").orElse(""))),
              owner,
              Instant.ofEpochMilli(map.integer("readAt").orElse(0)),
              stats.stream()
                  .filter(DataMap.class::isInstance)
                  .flatMap(one -> Counts.read((DataMap) one, owner, Optional.empty()).stream())
                  .toList()));
    } catch (InvalidSyntaxException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
