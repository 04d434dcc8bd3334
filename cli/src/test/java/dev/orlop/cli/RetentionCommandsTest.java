package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.Customer.Image;
import dev.orlop.cli.devnet.DevnetState.Account;
import dev.orlop.cli.devnet.SignIn;
import dev.orlop.lexicons.Nsids;
import org.junit.jupiter.api.Test;

/** orlop retention, on a devnet that runs, of images that were pushed through its AppView. */
class RetentionCommandsTest extends WithDevnet {
  private static final Image ONE = Image.of("one");
  private static final Image TWO = Image.of("two");

  private Account alice() {
    return devnet.state().accounts().getFirst();
  }

  private Customer customer() {
    return new Customer(devnet.state().appview().orElseThrow(), alice());
  }

  private static Digest digest(Image image) {
    return Customer.digest(image.manifest());
  }

  /** Without a word to the hold, as with an AppView that knows no such notice. */
  private void deleteAtOwner(Image image) {
    DataMap unused =
        SignIn.at(devnet.state().hold(), alice().did(), alice().password())
            .procedure(
                Nsids.REPO_DELETE_RECORD,
                DataMap.builder()
                    .put("repo", alice().did().toString())
                    .put("collection", Nsids.MANIFEST.toString())
                    .put("rkey", digest(image).hex())
                    .build());
  }

  private long blobsWithRecord() {
    DataMap usage = orlop("usage", "-o", "json").expect(0).json();
    return usage.map("stored").orElseThrow().integer("blobs").orElseThrow();
  }

  @Test
  void whatItsOwnerHasDeletedIsPlannedLookedAtAndGivenUp() throws Exception {
    customer().push("app", "1", ONE);
    customer().push("app", "2", TWO);
    deleteAtOwner(ONE);
    assertEquals(4, blobsWithRecord());
    assertTrue(
        orlop("retention", "plan", "--gone").expect(0).out().contains("0 of 2 manifests"),
        "both were pushed a moment ago");
    String shown = orlop("retention", "plan", "--gone", "--grace-hours", "0").expect(0).out();
    assertTrue(shown.contains("/app") && shown.contains(digest(ONE).toString()), shown);
    assertFalse(shown.contains(digest(TWO).toString()), shown);
    orlop("retention", "plan", "--gone", "--grace-hours", "0", "-o", "plan.json").expect(0);
    DataMap done = orlop("retention", "apply", "plan.json", "-o", "json").expect(0).json();
    assertEquals(1, done.integer("count").orElseThrow());
    assertEquals(2, blobsWithRecord());
    DataMap again = orlop("retention", "apply", "plan.json", "-o", "json").expect(0).json();
    assertEquals(0, again.integer("count").orElseThrow());
    assertEquals(1, customer().pull("app", "2", TWO));
  }

  @Test
  void aPlanThatWasOvertakenByAPullTakesNothing() throws Exception {
    customer().push("app", "1", ONE);
    orlop("retention", "plan", "--keep-pulled-days", "1", "--grace-hours", "0", "-o", "plan.json")
        .expect(0);
    assertEquals(1, customer().pull("app", "1", ONE));
    DataMap done = orlop("retention", "apply", "plan.json", "-o", "json").expect(0).json();
    assertEquals(0, done.integer("count").orElseThrow());
    assertEquals(1, done.integer("stayed").orElseThrow());
    assertEquals(2, blobsWithRecord());
  }

  @Test
  void theNewestTagKeepsItsManifest() throws Exception {
    customer().push("app", "1", ONE);
    customer().push("app", "2", TWO);
    String shown =
        orlop("retention", "plan", "--keep-tags", "1", "--grace-hours", "0").expect(0).out();
    assertTrue(shown.contains("1 of 2 manifests") && shown.contains(digest(ONE).toString()), shown);
    orlop("retention", "plan").expect(2);
    orlop("retention", "plan", "--keep-tags", "-1").expect(2);
    orlop("retention", "apply", "nothing.json").expect(3);
  }
}
