package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.mst.CommitNews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes news again of what lies in a repo's log. */
final class GroupNews {
  private GroupNews() {}

  /** The news of a group: of its commit, or of where the repo stood, if it is a snapshot. */
  static News of(Did did, Group group, LogReader reader) {
    if (group.trailer().snapshot().isPresent()) {
      BlockLocation commit = group.blocks().get(group.trailer().commit());
      if (commit == null) {
        throw new IllegalStateException("a group has its commit");
      }
      return new News.Sync(group.head(did).state(), reader.read(commit));
    }
    return News.of(commit(did, group, reader));
  }

  private static CommitNews commit(Did did, Group group, LogReader reader) {
    Trailer trailer = group.trailer();
    return CommitNews.of(
        group.head(did).state(),
        trailer.since(),
        trailer.prevData(),
        trailer.ops(),
        List.of(read(group.blocks(), reader), read(group.proof(), reader)));
  }

  private static Map<Cid, byte[]> read(Map<Cid, BlockLocation> locations, LogReader reader) {
    Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    locations.forEach((cid, location) -> blocks.put(cid, reader.read(location)));
    return blocks;
  }
}
