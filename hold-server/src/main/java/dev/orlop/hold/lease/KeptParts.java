package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StoredBlob;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store that takes parts, where what comes of them is leased before it is visible. */
record KeptParts(PartStore parts, BlobKeeper keeper) implements PartStore {
  @Override
  public void publish(Gathering gathering, StoredBlob verified) {
    keeper.lease(verified.digest());
    parts.publish(gathering, verified);
  }

  @Override
  public Gathering begin(String name) {
    return parts.begin(name);
  }

  @Override
  public URI target(Gathering gathering, int number) {
    return parts.target(gathering, number);
  }

  @Override
  public PartSink send(Gathering gathering, int number, long length) {
    return parts.send(gathering, number, length);
  }

  @Override
  public Optional<List<SentPart>> parts(Gathering gathering) {
    return parts.parts(gathering);
  }

  @Override
  public void join(Gathering gathering, List<SentPart> listed) {
    parts.join(gathering, listed);
  }

  @Override
  public BlobCheck verify(Gathering gathering, Digest expected) {
    return parts.verify(gathering, expected);
  }

  @Override
  public void drop(Gathering gathering) {
    parts.drop(gathering);
  }

  @Override
  public int dropBegunBefore(Instant time) {
    return parts.dropBegunBefore(time);
  }
}
