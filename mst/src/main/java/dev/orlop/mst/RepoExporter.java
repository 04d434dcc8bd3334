package dev.orlop.mst;

import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole repo as a CAR in the order that can be processed in one pass: the commit, then the
 * tree depth first, each node before its slots, each slot a subtree or a record. Holds one path of
 * nodes in memory.
 *
 * <p>A record that hangs at several paths is written at each of them, so that a reader who takes
 * the blocks as they come never has to look back.
 */
public final class RepoExporter {
  private final BlockSource blocks;
  private final CarWriter writer;
  private final boolean partial;
  private byte @Nullable [] last;

  private RepoExporter(BlockSource blocks, CarWriter writer, boolean partial) {
    this.blocks = blocks;
    this.writer = writer;
    this.partial = partial;
  }

  /**
   * Writes the repo at {@code commit}.
   *
   * @throws MissingBlockException if a block of it is not in the source; what was written is then
   *     no repo, and whoever reads it must be told
   * @throws CommitFormatException if {@code commit} is no commit
   * @throws MstException if the tree is broken
   */
  public static void write(OutputStream out, BlockSource blocks, Cid commit) throws IOException {
    CarWriter writer = new CarWriter(out, List.of(commit));
    byte[] block = blocks.require(commit);
    writer.write(commit, block);
    new RepoExporter(blocks, writer, false).writeTree(Commit.decode(block).data(), 0);
  }

  /**
   * Writes the part of the repo at {@code commit} that the source has. What hangs below a node that
   * is not there is left out with it: in a source of new blocks, a subtree under an old node is
   * old.
   *
   * @throws CommitFormatException if {@code commit} is no commit
   * @throws MstException if the tree is broken
   */
  public static void writePart(OutputStream out, BlockSource blocks, Cid commit)
      throws IOException {
    CarWriter writer = new CarWriter(out, List.of(commit));
    byte[] block = blocks.get(commit);
    if (block != null) {
      writer.write(commit, block);
      new RepoExporter(blocks, writer, true).writeTree(Commit.decode(block).data(), 0);
    }
  }

  /** Writes a block, unless it may be missing and is. */
  private byte @Nullable [] writeBlock(Cid cid) throws IOException {
    byte[] block = partial ? blocks.get(cid) : blocks.require(cid);
    if (block != null) {
      writer.write(cid, block);
    }
    return block;
  }

  private void writeTree(Cid cid, int depth) throws IOException {
    Mst.requireDepth(depth);
    byte[] block = writeBlock(cid);
    if (block == null) {
      return;
    }
    MstNode node = MstNodeCodec.decode(block);
    for (int i = 0; i <= node.size(); i++) {
      if (node.subtree(i) instanceof Cid subtree) {
        writeTree(subtree, depth + 1);
      }
      if (i < node.size()) {
        last = MstKey.requireAbove(last, node.key(i));
        writeBlock(node.value(i));
      }
    }
  }
}
