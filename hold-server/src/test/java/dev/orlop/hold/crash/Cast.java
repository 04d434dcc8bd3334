package dev.orlop.hold.crash;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Who acts in a story: a captain, one of the crew and twelve clients in their names, and six who
 * have accounts at the hold.
 */
final class Cast {
  private final Network network;
  private final Account alice;
  private final Account bob;
  private final SplittableRandom random;
  private final List<Counts> counts = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Set<Digest> firstBlobs = new HashSet<>();

  Cast(Network network, SplittableRandom random) {
    this.network = network;
    this.alice = network.account("alice.test");
    this.bob = network.account("bob.test");
    this.random = random;
  }

  /** Makes captain and crew known to the hold, and stores what is pulled later. */
  void prepare(Life life) throws CutOffException {
    life.child().command("appoint " + alice.did());
    CrewMember member =
        new CrewMember(
            bob.did(),
            "member",
            List.of("blob:read", "blob:write"),
            Datetime.parse("2026-11-21T12:00:00.000Z"),
            Optional.empty());
    DataMap body =
        DataMap.builder()
            .put("repo", Network.HOLD.toString())
            .put("collection", Nsids.HOLD_CREW.toString())
            .put("rkey", CrewMember.path(bob.did()).rkey().toString())
            .put("record", member.toData())
            .build();
    HoldClient hold = life.hold();
    HoldClient.granted(hold.call(alice, Nsids.REPO_PUT_RECORD, body));
    List<Puller.Source> sources =
        List.of(
            source(hold, alice, "app", true),
            source(hold, bob, "tool", true),
            source(hold, bob, "raw", false));
    for (int i = 0; i < 3; i++) {
      clients.add(new Puller(sources));
      clients.add(new RecordKeeper(alice, "keeper" + i));
      clients.add(new Uploader(i == 0 ? alice : bob));
    }
    clients.add(new Pusher(alice, sources.getFirst().counts()));
    clients.add(new Pusher(bob, counts(bob, "other")));
    clients.add(new Operator());
    clients.add(new Settler(network, "settler"));
    clients.add(new Sleeper(network, Tenant.create(hold, "sleeper")));
    clients.add(new Visitor(Tenant.create(hold, "visited")));
    clients.add(new Programs(Tenant.create(hold, "programmed")));
    clients.add(new Illustrator(network, Tenant.create(hold, "illustrator")));
    clients.add(new Mover(network));
  }

  private Counts counts(Account owner, String name) {
    Counts made = new Counts(owner.did(), name);
    counts.add(made);
    return made;
  }

  private Puller.Source source(HoldClient hold, Account owner, String name, boolean notified)
      throws CutOffException {
    Image image = Image.random(owner, name, random.nextLong());
    Counts counted = counts(owner, name);
    image.store(hold);
    firstBlobs.add(image.config().digest());
    firstBlobs.add(image.layer().digest());
    if (notified) {
      counted.push(() -> image.notify(hold, "push"));
    }
    return new Puller.Source(image, counted, notified);
  }

  List<Client> clients() {
    return clients;
  }

  List<Counts> counts() {
    return counts;
  }

  /** All blobs that may be there. */
  Set<Digest> blobs() {
    Set<Digest> all = new HashSet<>(firstBlobs);
    clients.forEach(client -> all.addAll(client.blobs()));
    return all;
  }

  void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    firstBlobs.forEach(evidence::requireBlob);
    for (Counts counted : counts) {
      counted.check(life.hold(), evidence);
    }
    for (Client client : clients) {
      client.check(life, evidence, random);
    }
  }
}
