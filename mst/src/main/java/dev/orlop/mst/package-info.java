/**
 * The Merkle search tree and the repo format, version 3 (AT Protocol repository specification).
 *
 * <p><b>Terms.</b> A <i>key</i> is the UTF-8 of {@code <collection>/<rkey>}; its <i>height</i> is
 * half the number of leading zero bits of its SHA-256. A <i>node</i> at height h holds the keys of
 * that height that lie between two keys of greater height; between and around them hang
 * <i>subtrees</i> of height h-1. The <i>root</i> is as high as the highest key.
 *
 * <p><b>Tricky bits.</b>
 *
 * <ul>
 *   <li>The tree's shape follows from the map of keys to values alone. An edit that raises the
 *       root, or takes its last key, must end in the same bytes as a tree built from nothing.
 *   <li>No height is skipped: where a gap has keys two heights down and none one height down, a
 *       node without entries stands between, with only its left subtree. The root is never such a
 *       node.
 *   <li>Keys are compressed against the entry before them <i>in the same node</i>, as far as they
 *       agree; across nodes never.
 *   <li>The blocks that a commit must carry are not those it made: a consumer that undoes the
 *       commit also needs the neighbours' nodes. See {@link dev.orlop.mst.MstProof}.
 * </ul>
 *
 * <p><b>Must not import</b> a network, a database or a web server; no threads, no clocks.
 */
@NullMarked
package dev.orlop.mst;

import org.jspecify.annotations.NullMarked;
