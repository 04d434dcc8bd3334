package dev.orlop.cli.devnet;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.plc.PlcGenesis;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The directory of DIDs of a devnet, whose operations outlive it in a file: a line for each, in the
 * order in which they were taken.
 */
final class DevnetDirectory implements AutoCloseable {
  private final MemoryPlcDirectory plc;

  private DevnetDirectory(MemoryPlcDirectory plc) {
    this.plc = plc;
  }

  /**
   * Starts it with all that the file has.
   *
   * @param port where; 0 for any that is free
   */
  static DevnetDirectory start(int port, Path file) throws IOException {
    List<DataMap> before = read(file);
    MemoryPlcDirectory plc =
        MemoryPlcDirectory.start(port, (did, operation, at) -> append(file, did, operation, at));
    try {
      for (DataMap line : before) {
        plc.recall(
            Did.parse(text(line, "did")),
            PlcOperation.parse(line.map("operation").orElseThrow()),
            Instant.parse(text(line, "at")));
      }
      return new DevnetDirectory(plc);
    } catch (RuntimeException e) {
      plc.close();
      throw e;
    }
  }

  private static String text(DataMap line, String field) {
    return line.text(field).orElseThrow();
  }

  /** What a start that was cut off wrote half of is cut off: nobody was told that it was taken. */
  private static List<DataMap> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] all = Files.readAllBytes(file);
    int end = all.length;
    while (end > 0 && all[end - 1] != '\n') {
      end--;
    }
    if (end < all.length) {
      Files.write(file, Arrays.copyOf(all, end));
    }
    return new String(all, 0, end, StandardCharsets.UTF_8)
        .lines()
        .map(line -> DataJson.parse(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static void append(Path file, Did did, PlcOperation operation, Instant at) {
    byte[] line =
        DataJson.write(
            DataMap.builder()
                .put("did", did.toString())
                .put("at", at.toString())
                .put("operation", operation.data())
                .build());
    byte[] whole = Arrays.copyOf(line, line.length + 1);
    whole[line.length] = '\n';
    try {
      Files.write(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return plc.url();
  }

  /** Creates an account that the holder of {@code rotation} may change; known ones stay. */
  Did create(Handle handle, SigningKey key, SigningKey rotation, URI pds) {
    PlcGenesis genesis = PlcGenesis.create(rotation, key, handle, pds);
    if (plc.find(genesis.did()).isEmpty()) {
      plc.submit(genesis.did(), PlcOperation.parse(genesis.operation()));
    }
    return genesis.did();
  }

  /**
   * Sees to it that there are operations on an account that an earlier version made, which kept
   * none: its own key alone could change it.
   *
   * @throws CommandFailure if the DID is not of that making
   */
  void complete(DevnetAccount account, SigningKey rotation, URI pds) {
    Did did = account.did();
    String server = rotation.publicKey().didKey();
    if (plc.operations(did).isEmpty()) {
      Did made = create(account.handle(), account.key(), account.key(), pds);
      if (!made.equals(did)) {
        throw new CommandFailure(
            ExitCode.CONFLICT,
            "this devnet cannot be opened",
            "an older version made " + account.handle() + " in a way that is not known any more",
            "start one in another --dir");
      }
    }
    PlcOperation last = plc.operations(did).getLast();
    PlcState state = last.state();
    if (!state.rotationKeys().contains(server)) {
      plc.submit(
          did,
          PlcOperation.sign(state.withRotationKey(server), Optional.of(last.cid()), account.key()));
    }
  }

  @Override
  public void close() {
    plc.close();
  }
}
