package dev.orlop.mst;

import static dev.orlop.mst.TestRepo.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.CarBlock;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepoExporterTest {
  private final TestRepo repo = new TestRepo();

  @Test
  void blocksComeInTheOrderInWhichAOnePassReaderNeedsThem() throws IOException {
    for (int i = 0; i < 60; i++) {
      repo.commit(put("com.example.note/n" + i, "text " + i));
    }
    List<Cid> due = new ArrayList<>();
    due.add(repo.state().commit());
    walk(repo.state().data(), due);
    assertEquals(due, cids(repo.car()));
  }

  private void walk(Cid cid, List<Cid> due) {
    due.add(cid);
    MstNode node = repo.nodes.get(cid);
    for (int i = 0; i < node.size(); i++) {
      if (node.subtree(i) instanceof Cid left) {
        walk(left, due);
      }
      due.add(node.value(i));
    }
    if (node.subtree(node.size()) instanceof Cid right) {
      walk(right, due);
    }
  }

  @Test
  void aRecordAtTwoPathsIsWrittenAtBoth() throws IOException {
    repo.commit(put("com.example.note/a", "same"), put("com.example.note/b", "same"));
    List<Cid> cids = cids(repo.car());
    Cid record = Cid.hash(Cid.Codec.DAG_CBOR, TestRepo.record("same"));
    assertEquals(2, cids.stream().filter(record::equals).count());
    assertTrue(TestRepo.verify(repo.car()).isValid());
  }

  @Test
  void eachBlockIsFetchedWhenItIsWrittenAndNotKept() throws IOException {
    for (int i = 0; i < 60; i++) {
      repo.commit(put("com.example.note/n" + i, "text " + i));
    }
    List<Cid> fetched = new ArrayList<>();
    BlockSource source =
        cid -> {
          fetched.add(cid);
          return repo.blocks.get(cid);
        };
    RepoExporter.write(OutputStream.nullOutputStream(), source, repo.state().commit());
    assertEquals(cids(repo.car()), fetched);
  }

  @Test
  void aMissingBlockEndsTheExport() {
    repo.commit(put("com.example.note/a", "one"), put("com.example.note/b", "two"));
    Cid record = Cid.hash(Cid.Codec.DAG_CBOR, TestRepo.record("two"));
    repo.blocks.remove(record);
    MissingBlockException e = assertThrows(MissingBlockException.class, repo::car);
    assertEquals(record, e.cid());
  }

  private static List<Cid> cids(byte[] car) throws IOException {
    List<Cid> cids = new ArrayList<>();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        cids.add(block.cid());
      }
    }
    return cids;
  }
}
