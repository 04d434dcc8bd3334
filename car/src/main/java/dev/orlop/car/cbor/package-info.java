/**
 * DAG-CBOR as the AT Protocol's data model narrows it (sometimes called DRISL): a canonical writer
 * and a strict, bounded reader, and the values of the data model.
 *
 * <p><b>Terms.</b> A <i>head</i> is the first byte of an item and the number behind it. A value is
 * <i>canonical</i> when no other bytes encode it: shortest heads, definite lengths, map keys unique
 * and ordered by length, then by bytes.
 *
 * <p><b>Tricky bits.</b> Key order is by length first; it is not the order of the text. Text is
 * UTF-8, so the length of a key is its length in bytes. Floats do not exist in the data model. The
 * only tag is 42, around a CID behind a zero byte.
 *
 * <p><b>Must not import</b> anything but the JDK and {@code dev.orlop.car.cid}.
 */
@NullMarked
package dev.orlop.car.cbor;

import org.jspecify.annotations.NullMarked;
