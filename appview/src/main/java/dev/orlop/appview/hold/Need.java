package dev.orlop.appview.hold;

/** What a call needs of a hold's permissions. */
enum Need {
  READ("read blobs", "blob:read"),
  WRITE("write blobs", "blob:write");

  private final String action;
  private final String permission;

  Need(String action, String permission) {
    this.action = action;
    this.permission = permission;
  }

  /** In words, to follow "may not". */
  String action() {
    return action;
  }

  /** As it stands in a crew record. */
  String permission() {
    return permission;
  }
}
