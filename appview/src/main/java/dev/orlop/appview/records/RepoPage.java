package dev.orlop.appview.records;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.Optional;

/**
 * {@code io.atcr.repo.page}: what a repository offers, in its owner's words.
 *
 * @param description in Markdown, at most {@value #MAX_DESCRIPTION} characters
 * @param avatar a picture
 */
public record RepoPage(
    RepositoryName repository,
    Optional<String> description,
    Optional<BlobRef> avatar,
    Optional<Datetime> createdAt,
    Optional<Datetime> updatedAt) {
  /** The longest description, in characters; the rest of a longer one is cut off. */
  public static final int MAX_DESCRIPTION = 100_000;

  /** Under which key the page of a repository is: its name, whose slashes no key may hold. */
  public static RecordKey rkey(RepositoryName repository) {
    return new RecordKey(repository.value().replace('/', '~'));
  }

  /**
   * Reads the record.
   *
   * @throws UnusableRecordException if neither the record nor its key names a repository
   */
  public static RepoPage of(RecordKey rkey, DataMap record) {
    RepositoryName repository =
        record
            .text("repository")
            .or(() -> Optional.of(rkey.value().replace('~', '/')))
            .flatMap(RepositoryName::parse)
            .orElseThrow(() -> Fields.unusable(record, "of no repository"));
    return new RepoPage(
        repository,
        record.text("description").map(RepoPage::cut),
        Fields.blob(record, "avatar"),
        Fields.datetime(record, "createdAt"),
        Fields.datetime(record, "updatedAt"));
  }

  private static String cut(String text) {
    if (text.length() <= MAX_DESCRIPTION) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(MAX_DESCRIPTION - 1));
    return text.substring(0, split ? MAX_DESCRIPTION - 1 : MAX_DESCRIPTION);
  }

  /** The record. */
  public DataMap toData() {
    DataMap.Builder record =
        DataMap.builder()
            .put("$type", Nsids.REPO_PAGE.toString())
            .put("repository", repository.toString())
            .putIfPresent("description", description)
            .putIfPresent("createdAt", createdAt)
            .putIfPresent("updatedAt", updatedAt);
    avatar.ifPresent(blob -> record.put("avatar", blob.toData()));
    return record.build();
  }
}
