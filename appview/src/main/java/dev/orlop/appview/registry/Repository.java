package dev.orlop.appview.registry;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.lexicons.RepositoryName;

/** One repository of images: whose it is, and its name. */
public record Repository(Did owner, RepositoryName name) {
  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
