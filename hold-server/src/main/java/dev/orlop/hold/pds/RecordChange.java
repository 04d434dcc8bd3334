package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import java.util.Optional;

/**
 * What has become of a record.
 *
 * @param value what it is now; empty if it is gone
 */
public record RecordChange(RepoPath path, Optional<DataMap> value) {}
