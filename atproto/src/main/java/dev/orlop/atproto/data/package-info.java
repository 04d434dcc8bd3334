/**
 * The data model's JSON form, to and from {@link dev.orlop.car.cbor.DataValue}, which is the one
 * tree of values in this project whether it came as JSON or as DAG-CBOR.
 *
 * <p><b>Terms.</b> A link is {@code {"$link": "<cid>"}}, bytes are {@code {"$bytes": "<base64>"}},
 * a blob is {@code {"$type": "blob", "ref": <link>, "mimeType", "size"}}.
 *
 * <p><b>Tricky bits.</b> The data model has no floats: {@code 1.0} is read as 1, {@code 1.5} is
 * refused. JSON can spell half a surrogate pair; text cannot hold one. Base64 is read with or
 * without padding and written without.
 *
 * <p><b>Must not import</b> the web server or anything that resolves identities.
 */
@NullMarked
package dev.orlop.atproto.data;

import org.jspecify.annotations.NullMarked;
