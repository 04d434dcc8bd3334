package dev.orlop.mst;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repo in memory, always the same for the same writes. */
final class TestRepo {
  static final Did DID = Did.parse("did:web:hold.example.com");
  static final SigningKey KEY = key(1);

  private static final long FIRST_REV = 1_700_000_000_000_000L;

  final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  final NodeStore nodes = NodeStore.over(blocks::get);
  final CommitDrafter drafter = new CommitDrafter(nodes, DID, KEY);
  Optional<RepoState> head = Optional.empty();
  private int commits;

  static SigningKey key(int number) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) number);
    return SigningKey.fromBytes(KeyType.K256, secret);
  }

  static RepoPath path(String text) {
    return RepoPath.parse(text);
  }

  static byte[] record(String text) {
    return DagCbor.encode(
        DataMap.builder().put("$type", "com.example.note").put("text", text).build());
  }

  static RecordWrite put(String path, String text) {
    return new RecordWrite.Put(path(path), record(text));
  }

  static RecordWrite delete(String path) {
    return new RecordWrite.Delete(path(path));
  }

  /** The rev of the next commit. */
  Tid nextRev() {
    return Tid.ofMicros(FIRST_REV + commits, 0);
  }

  DraftResult draft(RecordWrite... writes) {
    return drafter.draft(head, List.of(writes), nextRev());
  }

  CommitDraft commit(RecordWrite... writes) {
    if (draft(writes) instanceof DraftResult.Drafted(CommitDraft draft)) {
      apply(draft);
      return draft;
    }
    throw new AssertionError("nothing was drafted");
  }

  void apply(CommitDraft draft) {
    head.ifPresent(before -> blocks.remove(before.commit()));
    draft.removedNodes().forEach(blocks::remove);
    blocks.putAll(draft.newBlocks());
    head = Optional.of(draft.after());
    commits++;
  }

  RepoState state() {
    return head.orElseThrow();
  }

  byte[] car() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      RepoExporter.write(out, blocks::get, state().commit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A CAR of all blocks there are, in no order that means anything. */
  byte[] carOfAllBlocks() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CarWriter writer = new CarWriter(out, List.of(state().commit()));
      for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
        writer.write(block.getKey(), block.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static RepoReport verify(byte[] car) {
    return verify(car, CarLimits.DEFAULT, Optional.of(DID), KEY);
  }

  static RepoReport verify(byte[] car, CarLimits limits, Optional<Did> did, SigningKey key) {
    try {
      return RepoVerifier.verify(
          new ByteArrayInputStream(car),
          limits,
          did,
          Optional.of(key.publicKey()),
          RepoVerifier.RecordCheck.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
