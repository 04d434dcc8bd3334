package dev.orlop.appview.oci;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.lexicons.RepositoryName;
import java.util.Locale;

/**
 * The {@code <name>} of the specification as it is here: whose the repository is, a slash, and the
 * repository.
 *
 * @param owner a handle or a DID
 * @param repository may have several segments
 * @param text as the client wrote it, and will look for it again
 */
public record ImageName(AtIdentifier owner, RepositoryName repository, String text) {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 512;

  private static final String DASHED_PLC = "did-plc-";
  private static final String DASHED_WEB = "did-web-";

  /**
   * Reads a name such as {@code alice.test/app}, {@code did:plc:x/app} or {@code did-plc-x/app}.
   *
   * @throws OciException NAME_INVALID if it is none
   */
  public static ImageName parse(String text) {
    int slash = text.indexOf('/');
    if (text.length() > MAX_LENGTH || slash < 0) {
      throw invalid(text, "a repository is named OWNER/NAME, such as alice.test/app");
    }
    RepositoryName repository =
        RepositoryName.parse(text.substring(slash + 1))
            .orElseThrow(() -> invalid(text, "not the name of a repository"));
    return new ImageName(owner(text, text.substring(0, slash)), repository, text);
  }

  /** The name under which clients find a repository. */
  public static ImageName of(AtIdentifier owner, RepositoryName repository) {
    String shown =
        switch (owner) {
          case Handle handle -> handle.toString();
          case Did did -> dashed(did);
        };
    return new ImageName(owner, repository, shown + "/" + repository);
  }

  /**
   * Reads the part before the slash.
   *
   * @throws OciException NAME_INVALID if it is neither a handle nor a DID
   */
  public static AtIdentifier owner(String text) {
    return owner(text, text);
  }

  private static AtIdentifier owner(String name, String owner) {
    try {
      if (owner.startsWith(DASHED_PLC)) {
        Did plc = undashed(owner, "did:plc:");
        // A handle may begin like that, too; but none has this form.
        return plc.isPlc() ? plc : Handle.parse(owner);
      }
      if (owner.startsWith(DASHED_WEB)) {
        return undashed(owner, "did:web:").canonical();
      }
      if (AtIdentifier.parse(owner) instanceof Did did) {
        return did.canonical();
      }
      if (!owner.equals(owner.toLowerCase(Locale.ROOT))) {
        throw invalid(name, "names are in lower case");
      }
      return Handle.parse(owner);
    } catch (InvalidSyntaxException e) {
      throw invalid(name, "the owner is neither a handle nor a DID");
    }
  }

  private static Did undashed(String owner, String prefix) {
    return Did.parse(prefix + owner.substring(prefix.length()));
  }

  private static String dashed(Did did) {
    boolean known = did.isPlc() || did.web().isPresent();
    return known ? did.value().replaceFirst("^did:(plc|web):", "did-$1-") : did.value();
  }

  private static OciException invalid(String name, String why) {
    return OciError.NAME_INVALID.exception(why).with("name", Texts.shown(name));
  }

  @Override
  public String toString() {
    return text;
  }
}
