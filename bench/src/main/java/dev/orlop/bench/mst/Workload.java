package dev.orlop.bench.mst;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import java.util.HexFormat;

/** Keys and records that any implementation can make from their number alone. */
final class Workload {
  /** How many records the repo of the benchmarks has. */
  static final int RECORDS = 100_000;

  static final String COLLECTION = "io.atcr.hold.stats";

  /** The value of every key where only the tree is measured. */
  static final Cid VALUE = Cid.parse("bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454");

  static final Did DID = Did.parse("did:plc:z72i7hdynmk6r22z27h6tvur");

  private static final String SORTABLE = "234567abcdefghijklmnopqrstuvwxyz";
  private static final int RKEY_LENGTH = 13;

  private Workload() {}

  /** A record key shaped like a TID: 13 digits of base32, ascending with {@code number}. */
  static String rkey(int number) {
    long rest = 0x600000000000000L + number * 1_000_003L;
    char[] digits = new char[RKEY_LENGTH];
    for (int i = RKEY_LENGTH - 1; i >= 0; i--) {
      digits[i] = SORTABLE.charAt((int) (rest & 31));
      rest >>= 5;
    }
    return new String(digits);
  }

  static String key(int number) {
    return COLLECTION + "/" + rkey(number);
  }

  static RepoPath path(int number) {
    return RepoPath.of(COLLECTION, rkey(number));
  }

  /** A record of about 200 bytes. */
  static DataMap record(int number) {
    return DataMap.builder()
        .put("$type", COLLECTION)
        .put("digest", "sha256:" + HexFormat.of().toHexDigits(number, 16).repeat(4))
        .put("pulls", number)
        .put("pushes", number % 7)
        .put("repository", "alice/app" + number % 100)
        .put("updatedAt", "2026-11-21T00:00:00.000Z")
        .build();
  }

  static byte[] block(int number) {
    return DagCbor.encode(record(number));
  }
}
