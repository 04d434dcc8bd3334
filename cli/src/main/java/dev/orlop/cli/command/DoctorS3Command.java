package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.blob.s3.S3Doctor;
import dev.orlop.hold.blob.s3.S3Doctor.Finding;
import dev.orlop.hold.blob.s3.S3Doctor.Verdict;
import dev.orlop.hold.blob.s3.S3Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code orlop doctor s3}. */
@Command(
    name = "s3",
    description = {
      "Do with the hold's bucket, on objects of its own, all that a hold does with it: put, head,",
      "range, list, copy, parts, presigned URLs, checksums, delete; and compare the clocks. The hold",
      "may run."
    },
    footer = {
      "",
      "JSON: findings: [{probe, verdict (ok, note, bad), detail, fix}].",
      "Exit code 1 if anything is bad."
    })
public final class DoctorS3Command extends FolderCommand {
  /** The command in {@code console}. */
  public DoctorS3Command(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    S3Settings settings =
        config()
            .storage()
            .s3()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "the blobs of this hold are files",
                        "blobs.driver is not s3",
                        "set blobs.driver (STORAGE_DRIVER) and the settings that begin with s3"));
    List<Finding> findings = S3Doctor.examine(settings.with(S3Settings.Patience.SHORT));
    printer()
        .lines(
            () -> findings.stream().flatMap(found -> lines(found).stream()).toList(),
            () ->
                Json.object()
                    .put(
                        "findings",
                        Json.array(findings.stream().map(DoctorS3Command::json).toList())));
    long bad = findings.stream().filter(found -> found.verdict() == Verdict.BAD).count();
    if (bad == 0) {
      return ExitCode.OK;
    }
    throw new CommandFailure(
        ExitCode.FAILURE,
        "the bucket " + settings.bucket() + " will not do",
        bad == 1 ? "1 probe failed" : bad + " probes failed",
        findings.stream().filter(f -> f.verdict() == Verdict.BAD).findFirst().orElseThrow().fix());
  }

  private static List<String> lines(Finding found) {
    List<String> lines = new ArrayList<>();
    lines.add("%-5s %-24s %s".formatted(name(found.verdict()), found.probe(), found.detail()));
    if (!found.fix().isEmpty()) {
      lines.add("%-5s %-24s fix: %s".formatted("", "", found.fix()));
    }
    return lines;
  }

  private static Json json(Finding found) {
    return Json.object()
        .put("probe", found.probe())
        .put("verdict", name(found.verdict()))
        .put("detail", found.detail())
        .put("fix", found.fix());
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
