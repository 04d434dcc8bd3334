package dev.orlop.appview.pds;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.atproto.syntax.Did;
import java.net.URI;

/** Knows which server keeps the repo of an account. */
public interface RepoServers {
  /** The server's origin; absent if there is no such account, or it names none. */
  Fetched<URI> server(Did account);

  /** The same looked up again, since the server that was known has no such repo. */
  Fetched<URI> serverAgain(Did account);
}
