package dev.orlop.cli.command;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Progress;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop repo export}. */
@Command(
    name = "export",
    description = "Write the hold's repo as a CAR file, to standard output unless --file is given.",
    footer = {"", "  orlop repo export | orlop repo verify -"})
public final class RepoExportCommand extends HoldCommand {
  private static final int BUFFER_BYTES = 1 << 16;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE.car",
      description = "Where to; appears only when it is complete.")
  private @Nullable Path file;

  /** The command in {@code console}. */
  public RepoExportCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = session();
        XrpcDownload car =
            session
                .client()
                .xrpc()
                .download(Nsids.SYNC_GET_REPO, XrpcQuery.of("did", session.client().did()));
        Progress progress = new Progress(console, "export", car.length().orElse(0))) {
      if (file == null) {
        copy(car.body(), console.out(), progress);
        console.out().flush();
      } else {
        Path target = console.workingDirectory().resolve(file);
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
          try (OutputStream out = Files.newOutputStream(partial)) {
            copy(car.body(), out, progress);
          }
          Files.move(partial, target, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
          Files.deleteIfExists(partial);
        }
      }
    }
    return ExitCode.OK;
  }

  private static void copy(InputStream in, OutputStream out, Progress progress) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      progress.add(n);
    }
  }
}
