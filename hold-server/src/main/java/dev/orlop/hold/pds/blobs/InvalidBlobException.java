package dev.orlop.hold.pds.blobs;

/** A write refers to a blob that is not there, or not so; nothing was written. */
public final class InvalidBlobException extends RuntimeException {
  private final transient BlobFault fault;

  InvalidBlobException(BlobFault fault) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
  }

  /** What is wrong. */
  public BlobFault fault() {
    return fault;
  }
}
