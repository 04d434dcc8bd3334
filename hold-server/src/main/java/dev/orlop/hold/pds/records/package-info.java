/**
 * The records of the hold's own repo as values: captain, crew, layers, statistics.
 *
 * <p><b>Tricky bits.</b> Records come from several generations of software: readers are tolerant,
 * writers write the newest form. A crew member is found by the field {@code member}, never by the
 * record key, which others fill with whatever they like; one member may have several records.
 *
 * <p><b>Must not import</b> the web server, or the packages that serve blobs.
 */
@NullMarked
package dev.orlop.hold.pds.records;

import org.jspecify.annotations.NullMarked;
