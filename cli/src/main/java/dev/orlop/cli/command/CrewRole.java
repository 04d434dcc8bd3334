package dev.orlop.cli.command;

import dev.orlop.hold.access.Permission;
import java.util.List;
import java.util.Locale;

/** A role that the command line offers, and what it permits. */
enum CrewRole {
  /** May read. */
  MEMBER(Permission.BLOB_READ),
  /** May read. */
  READ(Permission.BLOB_READ),
  /** May read and push. */
  WRITE(Permission.BLOB_READ, Permission.BLOB_WRITE),
  /** May change the hold's records, too. */
  ADMIN(Permission.BLOB_READ, Permission.BLOB_WRITE, Permission.CREW_ADMIN);

  private final List<String> permissions;

  CrewRole(Permission... permissions) {
    this.permissions = List.of(permissions).stream().map(Permission::toString).toList();
  }

  List<String> permissions() {
    return permissions;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
