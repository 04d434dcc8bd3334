package dev.orlop.cli.exit;

/** A command cannot do what it was asked to; carries all that the user is told. */
public final class CommandFailure extends RuntimeException {
  private final Problem problem;

  /** A failure with the three lines to print. */
  public CommandFailure(Problem problem) {
    super(problem.what() + ": " + problem.why());
    this.problem = problem;
  }

  /** A failure in three lines: what, why, try. */
  public CommandFailure(ExitCode code, String what, String why, String hint) {
    this(new Problem(code, what, why, hint));
  }

  /** What is printed and with which code the process ends. */
  public Problem problem() {
    return problem;
  }
}
