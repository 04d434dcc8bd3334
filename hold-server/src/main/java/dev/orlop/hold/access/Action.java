package dev.orlop.hold.access;

/** What a caller wants to do; every endpoint that is not open to all asks for one of these. */
public enum Action {
  /** Fetching a blob, or learning whether there is one. */
  READ_BLOB("read blobs", Permission.BLOB_READ),
  /** Uploading blobs, and saying that a manifest was pushed. */
  WRITE_BLOB("write blobs", Permission.BLOB_WRITE),
  /** Changing captain, crew or any other record of the hold. */
  ADMINISTER("administer the hold", Permission.CREW_ADMIN);

  private final String text;
  private final Permission required;

  Action(String text, Permission required) {
    this.text = text;
    this.required = required;
  }

  /** The permission that a crew member needs for it. */
  public Permission required() {
    return required;
  }

  /** In words, to follow "may not". */
  @Override
  public String toString() {
    return text;
  }
}
