/**
 * The data model's JSON form, to and from {@link dev.orlop.car.cbor.DataValue}, which is the one
 * tree of values in this project whether it came as JSON or as DAG-CBOR.
 *
 * <p><b>Terms.</b> A link is {@code {"$link": "<cid>"}}, bytes are {@code {"$bytes": "<base64>"}},
 * a blob is {@code {"$type": "blob", "ref": <link>, "mimeType", "size"}}.
 *
 * <p><b>Tricky bits.</b> The data model has no floats: {@code 1.0} and {@code 1e2} are read as the
 * integers they are, {@code -0} as 0, {@code 1.5} is refused. All of 64 bits is taken, though other
 * implementations lose what exceeds 53: producers should stay within 2^53 - 1. Nothing but UTF-8 is
 * read, without a byte order mark, and strictly; JSON can spell half a surrogate pair, text cannot
 * hold one. A field twice in one object is refused, since readers differ in which one counts.
 * Base64 is read with or without padding and written without. Nesting counts arrays and objects as
 * JSON has them, so also the one around a link; {@code DagCbor.encode} holds the data model's own
 * limit.
 *
 * <p><b>Must not import</b> the web server or anything that resolves identities.
 */
@NullMarked
package dev.orlop.atproto.data;

import org.jspecify.annotations.NullMarked;
