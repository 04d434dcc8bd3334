package dev.orlop.cli.remote;

/** The folder of a hold, as {@code orlop init} makes it. */
public final class HoldFolder {
  /** The file that marks it. */
  public static final String CONFIG = "orlop.yaml";

  private HoldFolder() {}
}
