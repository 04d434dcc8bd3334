package dev.orlop.appview.pds;

import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;

/** A record of a list. */
public record Listed(RecordKey rkey, DataMap value) {}
