package dev.orlop.hold.store;

import dev.orlop.hold.disk.CrashHook;

/**
 * Places between two durable steps at which a test ends the process, or makes it believe so. In
 * production reaching one does nothing.
 */
public enum CrashPoint {
  /** A group is partly in its segment. */
  GROUP_HALF_WRITTEN,
  /** A group is in its segment, perhaps only in the system's memory. */
  GROUP_WRITTEN,
  /** A group is on disk, the index does not know it. */
  GROUP_FORCED,
  /** The index has taken a part of the groups, which nobody sees. */
  INDEX_HALF_WRITTEN,
  /** The index knows the group, nobody has been told. */
  GROUP_INDEXED,
  /** A compacted segment is partly written, under its temporary name. */
  COMPACTION_HALF_WRITTEN,
  /** A compacted segment is on disk, under its temporary name. */
  COMPACTION_WRITTEN,
  /** The compacted segment has its name, the old ones are still there. */
  COMPACTION_RENAMED,
  /** The index knows the compacted segment, the old ones are still there. */
  COMPACTION_INDEXED,
  /** Some of the old segments are gone. */
  COMPACTION_HALF_RETIRED;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
