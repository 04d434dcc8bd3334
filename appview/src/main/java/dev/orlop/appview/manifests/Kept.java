package dev.orlop.appview.manifests;

import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;

/**
 * A record with its key.
 *
 * @param data as it is kept
 * @param value what it says
 */
record Kept<T>(RecordKey rkey, DataMap data, T value) {}
