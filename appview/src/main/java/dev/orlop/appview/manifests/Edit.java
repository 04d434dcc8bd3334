package dev.orlop.appview.manifests;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;

/** A change of a record that is there (com.atproto.repo.applyWrites). */
sealed interface Edit {
  /** It goes. */
  record Delete(Nsid collection, RecordKey rkey) implements Edit {}

  /** It becomes another. */
  record Replace(Nsid collection, RecordKey rkey, DataMap record) implements Edit {}

  /** As the method has it. */
  default DataMap toData() {
    return switch (this) {
      case Delete(Nsid collection, RecordKey rkey) -> head("#delete", collection, rkey).build();
      case Replace(Nsid collection, RecordKey rkey, DataMap record) ->
          head("#update", collection, rkey).put("value", record).build();
    };
  }

  private static DataMap.Builder head(String type, Nsid collection, RecordKey rkey) {
    return DataMap.builder()
        .put("$type", Nsids.REPO_APPLY_WRITES + type)
        .put("collection", collection.toString())
        .put("rkey", rkey.value());
  }
}
