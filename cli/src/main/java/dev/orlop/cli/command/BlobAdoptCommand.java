package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Progress;
import dev.orlop.hold.app.BlobCare;
import dev.orlop.hold.blob.Adoption;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop blob adopt}. */
@Command(
    name = "adopt",
    description = {
      "Take over the blobs of another registry. Those in the hold's own folder or bucket stay where",
      "they are, for the layout is the same: each is read and compared with its digest. With --from,",
      "those of another folder are copied first. May be stopped and goes on. The hold must not run."
    },
    footer = {
      "",
      "JSON: sound, bytes, damaged, earlier, copied, progress.",
      "Exit code 6 if blobs are damaged."
    })
public final class BlobAdoptCommand extends FolderCommand {
  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "The other registry's storage: the folder that has docker/registry in it.")
  private @Nullable Path from;

  @Option(
      names = "--bytes-per-second",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "Read so much at most (default: no limit).")
  private long bytesPerSecond = Long.MAX_VALUE;

  /** The command in {@code console}. */
  public BlobAdoptCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    List<String> damaged = new ArrayList<>();
    long copied = 0;
    Adoption.Report report;
    try (Progress progress = new Progress(console, "adopt", 0)) {
      Adoption.Listener listener =
          (digest, size, sound) -> {
            progress.expect(size);
            progress.add(size);
            if (!sound) {
              damaged.add(digest.toString());
              progress.note("DAMAGED: " + digest);
            }
          };
      if (from != null) {
        copied = BlobCare.copy(config, console.workingDirectory().resolve(from), listener).copied();
      }
      report = BlobCare.adopt(config, bytesPerSecond, listener);
    }
    print(config, report, copied);
    if (report.damaged() == 0 && damaged.isEmpty()) {
      return ExitCode.OK;
    }
    throw new CommandFailure(
        ExitCode.VERIFICATION_FAILED,
        "blobs are damaged",
        "their bytes have other digests than their names",
        "push their images again, or delete them; they are named in " + BlobCare.progress(config));
  }

  private void print(HoldConfig config, Adoption.Report report, long copied) {
    printer()
        .lines(
            () ->
                List.of(
                    "%d blobs are sound, %s; %d are damaged; %d were read before; %d were copied"
                        .formatted(
                            report.sound(),
                            Bytes.text(report.bytes()),
                            report.damaged(),
                            report.earlier(),
                            copied)),
            () ->
                Json.object()
                    .put("sound", report.sound())
                    .put("bytes", report.bytes())
                    .put("damaged", report.damaged())
                    .put("earlier", report.earlier())
                    .put("copied", copied)
                    .put("progress", BlobCare.progress(config).toString()));
  }
}
