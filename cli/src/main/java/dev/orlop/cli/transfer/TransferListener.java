package dev.orlop.cli.transfer;

/** Is told how a transfer goes; called by several threads. */
public interface TransferListener {
  /** Hears nothing. */
  TransferListener SILENT =
      new TransferListener() {
        @Override
        public void expected(long bytes) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void note(String line) {}
      };

  /** So many bytes more are to be moved. */
  void expected(long bytes);

  /** So many bytes more were moved; negative when they must be moved again. */
  void moved(long bytes);

  /** Something worth a line. */
  void note(String line);
}
