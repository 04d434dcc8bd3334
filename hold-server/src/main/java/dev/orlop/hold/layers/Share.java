package dev.orlop.hold.layers;

/** One user's use of one blob. */
final class Share {
  final Blob blob;

  /** How many of the user's records name it. */
  int records;

  Share(Blob blob) {
    this.blob = blob;
  }

  int hash() {
    return blob.digest.hashCode();
  }
}
