package dev.orlop.mst;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;

/**
 * Where a repo stands.
 *
 * @param did whose repo it is
 * @param commit the current commit
 * @param rev of that commit
 * @param data the root of its tree
 */
public record RepoState(Did did, Cid commit, Tid rev, Cid data) {}
