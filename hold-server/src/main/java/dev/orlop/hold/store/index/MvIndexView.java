package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** One repo at one moment. */
final class MvIndexView implements IndexView {
  private final Moment moment;
  private final Optional<RepoRow> repo;

  MvIndexView(Moment moment, Optional<RepoRow> repo) {
    this.moment = moment;
    this.repo = repo;
  }

  @Override
  public RepoIndex.Head head() {
    return repo.orElseThrow().head();
  }

  @Override
  public Optional<BlockLocation> block(Cid cid) {
    return repo.flatMap(known -> moment.block(known.number(), cid)).map(BlockRow::location);
  }

  @Override
  public BlockTable blocks() {
    return blocks(
        _ -> true, BlockTable.builder(repo.map(known -> known.size().blocks()).orElse(0L)));
  }

  @Override
  public BlockTable blocksSince(Tid since) {
    return blocks(row -> row.rev() > since.value(), BlockTable.builder());
  }

  private BlockTable blocks(Predicate<BlockRow> wanted, BlockTable.Builder blocks) {
    repo.ifPresent(
        known ->
            moment.forEach(
                Table.BLOCK,
                Keys.all(known.number()),
                (key, value) -> {
                  BlockRow row = BlockRow.decode(value);
                  if (wanted.test(row)) {
                    byte[] cid = Arrays.copyOfRange(key, Keys.REST_AT, key.length);
                    blocks.put(cid, row.location(), row.rev());
                  }
                  return true;
                }));
    return blocks.build();
  }
}
