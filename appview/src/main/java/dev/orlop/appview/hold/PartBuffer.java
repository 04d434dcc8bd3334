package dev.orlop.appview.hold;

import static dev.orlop.appview.hold.PartMemory.BLOCK_BYTES;

import dev.orlop.atproto.xrpc.XrpcUpload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part while it is gathered and sent. The first block is taken by itself, since most blobs are
 * small; all others together, so that of many large uploads none waits half-way for the others.
 */
final class PartBuffer {
  /** Above the least size of a part in S3, 5 MiB; ten thousand of them are 78 GiB. */
  static final int MAX_BLOCKS = 8;

  static final int MAX_BYTES = MAX_BLOCKS * BLOCK_BYTES;

  /** What the first block begins with: configs and signatures are smaller than that. */
  private static final int SMALL_BYTES = 64 << 10;

  private static final String TYPE = "application/octet-stream";

  private final PartMemory memory;
  private final List<byte[]> blocks = new ArrayList<>();
  private int taken;
  private int length;

  PartBuffer(PartMemory memory) {
    this.memory = memory;
  }

  /** Takes as much as has room, and says how much that is. */
  int put(byte[] bytes, int offset, int count) {
    if (isFull() || count == 0) {
      return 0;
    }
    int at = length % BLOCK_BYTES;
    if (at == 0) {
      grow();
    } else if (at == blocks.getLast().length) {
      widen();
    }
    int n = Math.min(count, blocks.getLast().length - at);
    System.arraycopy(bytes, offset, blocks.getLast(), at, n);
    length += n;
    return n;
  }

  private void grow() {
    if (blocks.size() == taken) {
      int wanted = taken == 0 ? 1 : MAX_BLOCKS - taken;
      memory.take(wanted);
      taken += wanted;
    }
    blocks.add(blocks.isEmpty() ? new byte[SMALL_BYTES] : memory.block());
  }

  private void widen() {
    byte[] wide = memory.block();
    System.arraycopy(blocks.getLast(), 0, wide, 0, SMALL_BYTES);
    blocks.set(0, wide);
  }

  boolean isFull() {
    return length == MAX_BYTES;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** The bytes, to be sent; nothing may be put from now on. */
  XrpcUpload upload() {
    return XrpcUpload.of(TYPE, bytes());
  }

  /** The bytes, where they lie. */
  List<ByteBuffer> bytes() {
    List<ByteBuffer> bytes = new ArrayList<>();
    int left = length;
    for (byte[] block : blocks) {
      int n = Math.min(left, BLOCK_BYTES);
      bytes.add(ByteBuffer.wrap(block, 0, n));
      left -= n;
    }
    return bytes;
  }

  /** Gives the memory back. Once. */
  void release() {
    blocks.removeIf(block -> block.length == SMALL_BYTES);
    memory.giveBack(taken, List.copyOf(blocks));
    taken = 0;
    length = 0;
    blocks.clear();
  }
}
