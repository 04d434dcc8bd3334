package dev.orlop.cli.exit;

/** The exit codes of every command; scripts rely on them, so they never change meaning. */
public enum ExitCode {
  /** All was done. */
  OK(0),
  /** Something failed that no other code names. */
  FAILURE(1),
  /** The command line or an argument is wrong; nothing was tried. */
  USAGE(2),
  /** The thing named does not exist. */
  NOT_FOUND(3),
  /** The hold or the file system refused. */
  DENIED(4),
  /** The state does not allow it now: it exists already, it changed meanwhile, it is locked. */
  CONFLICT(5),
  /** A signature, digest, proof or format check failed. */
  VERIFICATION_FAILED(6),
  /** The hold or the network could not be reached, or did not answer in time. */
  UNAVAILABLE(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number the process exits with. */
  public int code() {
    return code;
  }
}
