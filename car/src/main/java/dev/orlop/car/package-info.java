/**
 * The ground floor: content addresses, DAG-CBOR and CAR files.
 *
 * <p>This package holds CARv1 ({@link dev.orlop.car.CarReader}, {@link dev.orlop.car.CarWriter});
 * the values and encodings below it are in {@code .cid} and {@code .cbor}.
 *
 * <p><b>Terms.</b> A <i>CAR</i> is a header naming root CIDs, then blocks, each behind its CID,
 * each behind its length. A <i>block</i> is the bytes that a CID addresses.
 *
 * <p><b>Tricky bits.</b> A CAR has no trailer: one that was cut off between two blocks looks whole.
 * Only a walk from its root tells, and that is for those who know the tree (module {@code mst}).
 *
 * <p><b>Must not import</b> anything but the JDK; no threads, no clocks, and no I/O but the stream
 * it is handed.
 */
@NullMarked
package dev.orlop.car;

import org.jspecify.annotations.NullMarked;
