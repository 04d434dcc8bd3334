package dev.orlop.cli.command;

import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.devnet.SignIn;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A member who writes and reads records as fast as it goes, and a consumer who listens: what the
 * JVM notes of it, the next server need not learn while its users wait.
 */
final class TrainingMember {
  private static final int WRITERS = 4;

  /** Enough for the JVM to think a method worth compiling. */
  private static final int RECORDS_EACH = 500;

  private static final String COLLECTION = "com.example.training";
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final DevnetState network;
  private final DevnetState.Account account;
  private final XrpcClient xrpc;

  private TrainingMember(DevnetState network, DevnetState.Account account, XrpcClient xrpc) {
    this.network = network;
    this.account = account;
    this.xrpc = xrpc;
  }

  static TrainingMember signIn(DevnetState network, DevnetState.Account account) {
    XrpcClient xrpc = SignIn.at(network.hold(), account.handle(), account.password());
    return new TrainingMember(network, account, xrpc);
  }

  /** Does it all. */
  void run() throws IOException, InterruptedException, ExecutionException {
    try (FirehoseClient firehose = FirehoseClient.connect(network.hold(), OptionalLong.empty());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(this::writeAndRead));
      }
      for (int i = 0; i < WRITERS * RECORDS_EACH; i++) {
        if (firehose.next(SILENCE).isEmpty()) {
          throw new IOException("the firehose has ended");
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    for (int i = 0; i < WRITERS; i++) {
      try (XrpcDownload repo =
          xrpc.download(Nsids.SYNC_GET_REPO, XrpcQuery.of("did", account.did()))) {
        repo.body().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private void writeAndRead() {
    for (int i = 0; i < RECORDS_EACH; i++) {
      DataMap record = DataMap.builder().put("$type", COLLECTION).put("number", i).build();
      DataMap written =
          xrpc.procedure(
              Nsids.REPO_CREATE_RECORD,
              DataMap.builder()
                  .put("repo", account.did().toString())
                  .put("collection", COLLECTION)
                  .put("record", record)
                  .build());
      String uri = written.text("uri").orElseThrow();
      xrpc.query(
          Nsids.REPO_GET_RECORD,
          XrpcQuery.of("repo", account.did())
              .with("collection", COLLECTION)
              .with("rkey", uri.substring(uri.lastIndexOf('/') + 1)));
    }
  }
}
