package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.pds.records.Crew;
import dev.orlop.hold.pds.records.HoldRecords;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** Says how accounts stand, now. Safe for use by several threads. */
public final class Quotas {
  private final QuotaSettings settings;
  private final HoldRecords records;
  private final LayerIndex layers;
  private final Reservations reservations;

  /** By the captain, the crew and the layer records. */
  public Quotas(
      QuotaSettings settings, HoldRecords records, LayerIndex layers, Reservations reservations) {
    this.settings = settings;
    this.records = records;
    this.layers = layers;
    this.reservations = reservations;
  }

  /** The tiers that there are. */
  public QuotaSettings settings() {
    return settings;
  }

  /** Blobs on their way from those who brought them into records. */
  public Reservations reservations() {
    return reservations;
  }

  /** Bytes that an account may still use; {@link Long#MAX_VALUE} without a limit. */
  public long room(Did account) {
    // Asked for every few bytes of every upload.
    return settings.tiers().isEmpty() ? Long.MAX_VALUE : standing(account, records.known()).room();
  }

  /** How an account stands. */
  public Standing standing(Did account) {
    return standing(account, records.now());
  }

  private Standing standing(Did account, HoldRecords.Moment moment) {
    Optional<Tier> tier = tier(account, moment);
    return new Standing(
        account,
        layers.usage(account),
        reservations.bytes(account),
        tier.map(Tier::name),
        tier.map(Tier::limit).orElseGet(OptionalLong::empty));
  }

  /**
   * The tier of an account; empty for the captain. Several crew records of one member count as one,
   * with the best tier of them.
   */
  private Optional<Tier> tier(Did account, HoldRecords.Moment moment) {
    if (settings.tiers().isEmpty() || isCaptain(account, moment)) {
      return Optional.empty();
    }
    return moment.crew().of(account).stream()
        .map(Crew.Entry::member)
        .flatMap(member -> member.tier().stream())
        .flatMap(name -> settings.tier(name).stream())
        .max(Comparator.comparingLong(Tier::most))
        .or(settings::usual);
  }

  private static boolean isCaptain(Did account, HoldRecords.Moment moment) {
    return moment
        .captain()
        .map(Captain::owner)
        .filter(owner -> owner.canonical().equals(account.canonical()))
        .isPresent();
  }
}
