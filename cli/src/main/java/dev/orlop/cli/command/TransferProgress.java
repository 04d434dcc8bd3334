package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Progress;
import dev.orlop.cli.transfer.TransferListener;

/** Draws a transfer's progress. */
final class TransferProgress implements TransferListener, AutoCloseable {
  private final Progress progress;

  TransferProgress(Console console, String label) {
    progress = new Progress(console, label, 0);
  }

  @Override
  public void expected(long bytes) {
    progress.expect(bytes);
  }

  @Override
  public void moved(long bytes) {
    progress.add(bytes);
  }

  @Override
  public void note(String line) {
    progress.note(line);
  }

  @Override
  public void close() {
    progress.close();
  }
}
