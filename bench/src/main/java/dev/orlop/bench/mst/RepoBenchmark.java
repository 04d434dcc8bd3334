package dev.orlop.bench.mst;

import dev.orlop.car.CarLimits;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoExporter;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A whole repo: commits, export, verification. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RepoBenchmark {
  private static final int EXPORTED = Workload.RECORDS + 500;

  private final MemoryRepo repo = MemoryRepo.of(EXPORTED);
  private final byte[] car = export();
  private int next = EXPORTED;

  /** One record: encoded, committed, signed with K-256, applied; with the proof for relays. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public CommitDraft commitOneRecord() {
    next += 31;
    return repo.commit(List.of(new RecordWrite.Create(Workload.path(next), Workload.block(next))));
  }

  /** 100,500 records as a CAR in the order that can be read in one pass. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public final byte[] export() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
    try {
      RepoExporter.write(out, repo, repo.head().commit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The same CAR read and verified: every CID, the tree, paths, records, signature. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public RepoReport verify() throws IOException {
    RepoReport report =
        RepoVerifier.verify(
            new ByteArrayInputStream(car),
            CarLimits.DEFAULT,
            Optional.of(Workload.DID),
            Optional.of(repo.key().publicKey()),
            RepoVerifier.RecordCheck.NONE);
    if (!report.isValid() || report.records() != EXPORTED) {
      throw new IllegalStateException("not the repo that was written: " + report.faults());
    }
    return report;
  }
}
